using System.Globalization;
using System.Reflection;
using Compensation.Mutation;

const string Usage = """
    Makes every small change of the named folders or files below functions/, one at a time, and shows which no test notices.

      dotnet run -c Release --project tests/Mutation -- Waves Coupons/SealBalances.cs [--every N] [--only TEXT|TEXT] [--tests N] [--out FILE]

      --every N     only each Nth change
      --only TEXT   only tests whose class has this in its full name, or one of several with | between
      --tests N     at most so many of the tests that come by a change, the most special and quickest first (60)
      --out FILE    write every change and what became of it; what stands there is not tried again
    """;

if (args is ["inside", var pattern])
{
    return await TestsInside.RunAsync(pattern);
}

string Option(string name, string usual) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : usual;
string[] places = [.. args.TakeWhile(word => !word.StartsWith('-'))];
if (places.Length == 0)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
MutationRun run = new(root, places)
{
    Every = int.Parse(Option("--every", "1"), CultureInfo.InvariantCulture),
    Only = Option("--only", "Compensation"),
    TestsMax = int.Parse(Option("--tests", "60"), CultureInfo.InvariantCulture),
    Out = Option("--out", string.Empty),
};
return await run.RunAsync() ? 0 : 1;
