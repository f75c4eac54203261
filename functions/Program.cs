using Compensation;
using Compensation.Common;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

if (JapaneseCulture.Fault() is { } fault)
{
    await Console.Error.WriteLineAsync(fault);
    return 1;
}

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddCompensation();
await builder.Build().RunAsync();
return 0;
