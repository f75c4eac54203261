using System.Text;
using Compensation.Rehearsal;

Console.OutputEncoding = Encoding.UTF8;
return await RehearsalCommand.InvokeAsync(args, RehearsalRun.RunAsync);
