using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Local;

internal static class TaskHubServices
{
    public static void AddTaskHub(this IServiceCollection services) => services.AddOptions();
}
