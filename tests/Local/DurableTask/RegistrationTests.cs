using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Compensation.Tests.Local.DurableTask;

public sealed class RegistrationTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Classes_are_made_by_the_services_and_named_by_their_attribute()
    {
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks.AddOrchestrator<Greeting>().AddActivity<Greeter>(),
            new HostSetup { Services = services => services.AddSingleton("Good morning") });

        Assert.Equal("Good morning, Hana", (await host.RunAsync("Greeting", "Hana")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Untyped_entry_points_take_the_input_from_the_context()
    {
        Mock<ITaskOrchestrator> orchestrator = new();
        orchestrator.Setup(one => one.InputType).Returns(typeof(object));
        orchestrator.Setup(one => one.RunAsync(It.IsAny<TaskOrchestrationContext>(), It.IsAny<object?>()))
            .Returns<TaskOrchestrationContext, object?>((context, _) => Task.FromResult<object?>(context.GetInput<int[]>()!.Sum()));
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect, tasks => tasks.AddOrchestrator("Sum", () => orchestrator.Object));

        Assert.Equal(6, (await host.RunAsync("Sum", new[] { 1, 2, 3 })).ReadOutputAs<int>());
    }

    [Fact]
    public void A_name_can_be_added_once_whatever_its_case()
    {
        DurableTaskRegistry registry = new();
        registry.AddActivity<Greeter>("One");

        Assert.Throws<ArgumentException>(() => registry.AddActivity<Greeter>("ONE"));
        Assert.Throws<ArgumentException>(() => registry.AddActivity<Greeter>(default));
        Assert.Throws<ArgumentException>(() => registry.AddActivity("Two", typeof(string)));
        Assert.Equal(["One"], registry.GetActivities().Select(pair => pair.Key.Name));
    }

    [Fact]
    public async Task Clients_are_found_by_name_and_adding_a_name_again_goes_on_with_it()
    {
        await using DurableHost host = await DurableHost.StartAsync(
            _store.Connect,
            tasks => tasks.AddOrchestrator<Greeting>(),
            new HostSetup
            {
                Services = services =>
                {
                    services.AddDurableTaskClient("other").Configure(_ => { });
                    services.AddDurableTaskClient(_ => { });
                    services.AddDurableTaskWorker(worker => worker.AddTasks(tasks => tasks.AddActivityFunc<string, string>("greeter", (_, name) => name)));
                },
            });
        IDurableTaskClientProvider clients = host.Services.GetRequiredService<IDurableTaskClientProvider>();

        Assert.Equal("other", clients.GetClient("other").Name);
        Assert.Same(host.Client, clients.GetClient());
        Assert.Throws<ArgumentOutOfRangeException>(() => clients.GetClient("unknown"));
        Assert.Equal("Hana", (await host.RunAsync("Greeting", "Hana")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestrators_context_can_be_mocked()
    {
        Mock<TaskOrchestrationContext> context = new();
        context.Setup(one => one.CallActivityAsync<string>(new TaskName("greeter"), "Hana", null)).ReturnsAsync("Hello");

        Assert.Equal("Hello", await new Greeting().RunAsync(context.Object, "Hana"));
    }

    private sealed class Greeting : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
            context.CallActivityAsync<string>("greeter", input);
    }

    [DurableTask("Greeter")]
    private sealed class Greeter(string words) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => Task.FromResult($"{words}, {input}");
    }
}
