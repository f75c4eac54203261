using Compensation.ConsolePages.Applications;
using Compensation.ConsolePages.Cases;
using Compensation.ConsolePages.Kit;
using Compensation.ConsolePages.People;
using Compensation.ConsolePages.Transfers;
using Compensation.ConsolePages.Waves;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.ConsolePages;

public static class ConsoleServices
{
    /// <summary>The operators' pages: no logic of their own, but of every room below.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services) => services
        .AddSingleton<Screens>()
        .AddSingleton<CampaignHealth>()
        .AddSingleton<ResendTask>()
        .AddSingleton<ApartTask>()
        .AddSingleton<EraseTask>()
        .AddSingleton<TransferTask>()
        .AddSingleton<PersonTasks>()
        .AddSingleton<NewCase>()
        .AddSingleton<CorrectionTask>()
        .AddSingleton<CaseTasks>()
        .AddTransient<NewApplication>()
        .AddSingleton<ApplicationTasks>()
        .AddTransient<TransferTasks>()
        .AddSingleton<SeriesCharts>()
        .AddSingleton<WaveTasks>();
}
