namespace Compensation.Bench.Sending;

/// <summary>The Node contestants' packages, as their lock file pins them.</summary>
internal static class NodeModules
{
    public static async Task RequireAsync(IEnumerable<Contestant> contestants, CancellationToken cancellationToken)
    {
        if (!contestants.Any(contestant => contestant.OnNode) || Directory.Exists(Path.Combine(Tools.NodeFolder, "node_modules")))
        {
            return;
        }

        string npm = Tools.Require("npm", "npm", "install Node.js 20.18.1 or later with npm, or leave the Node contestants out with --cases");
        await Tools.RunAsync(npm, ["ci", "--no-audit", "--no-fund"], Tools.NodeFolder, cancellationToken);
    }
}
