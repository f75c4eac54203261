using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Compensation.Campaigns.Deadlines;

/// <summary>Stands before everything that pages, messages and acts are made by, so that all of them go by the same deadline. Orchestrations know none but what activities tell them.</summary>
public sealed class KnowDeadlines(ReceiptDeadlines deadlines) : IFunctionsWorkerMiddleware
{
    private const string Orchestration = "orchestrationTrigger";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!context.FunctionDefinition.InputBindings.Values.Any(binding => string.Equals(binding.Type, Orchestration, StringComparison.OrdinalIgnoreCase)))
        {
            await deadlines.RefreshAsync(context.CancellationToken);
        }

        await next(context);
    }
}
