using System.CommandLine;
using System.Reflection;
using Compensation.Mutation;

// The process that tries the changes, which the command starts itself.
if (args is ["inside", var pattern])
{
    return await TestsInside.RunAsync(pattern);
}

Argument<string[]> places = new("places") { Description = "Folders or files below functions/, such as Waves or Coupons/SealLedger.cs.", Arity = ArgumentArity.OneOrMore };
Option<int> every = new("--every") { Description = "Only each Nth change.", DefaultValueFactory = _ => 1 };
Option<string> only = new("--only") { Description = "Only tests whose class has this in its full name, or one of several with | between.", DefaultValueFactory = _ => "Compensation" };
Option<int> tests = new("--tests") { Description = "At most so many of the tests that come by a change: those of its own class first, then of its folder, the most special and quickest before the others.", DefaultValueFactory = _ => 60 };
Option<string> file = new("--out") { Description = "Write every change and what became of it; what stands there is not tried again.", DefaultValueFactory = _ => string.Empty };
RootCommand root = new("Makes every small change of the named folders or files below functions/, one at a time, and shows which no test notices.") { places, every, only, tests, file };
root.SetAction(async (parsed, _) =>
{
    string repository = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
    MutationRun run = new(repository, parsed.GetValue(places)!)
    {
        Every = parsed.GetValue(every),
        Only = parsed.GetValue(only)!,
        TestsMax = parsed.GetValue(tests),
        Out = parsed.GetValue(file)!,
    };
    return await run.RunAsync() ? 0 : 1;
});

return await root.Parse(args).InvokeAsync();
