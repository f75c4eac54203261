using System.CommandLine;
using Compensation.Standalone;

// Signals are the command's own affair: it stops in order and says so.
return await StartCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
