using System.Text;
using Compensation.Common;
using Compensation.Rehearsal;
using Compensation.Rehearsal.State;

OwnersOnly.Apply();
if (JapaneseCulture.Fault() is { } fault)
{
    await Console.Error.WriteLineAsync($"rehearse: {fault}");
    return 2;
}

Console.OutputEncoding = Encoding.UTF8;
return await RehearsalCommand.InvokeAsync(args, RehearsalRun.RunAsync);
