using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Compensation.Mutation;

/// <summary>The app, compiled once with all changes in it.</summary>
internal sealed class SwitchedApp
{
    private const string Switch = """
        namespace Compensation
        {
            public static class Mutants
            {
                public static int Active = int.TryParse(System.Environment.GetEnvironmentVariable("MUTANT"), out int id) ? id : 0;
                public static System.Collections.Concurrent.ConcurrentDictionary<int, bool>? Seen;

                public static int In(int member)
                {
                    if (Seen is { } seen && !seen.ContainsKey(member))
                    {
                        seen.TryAdd(member, System.Array.Exists(new System.Diagnostics.StackTrace().GetFrames(), frame => frame.GetMethod() is System.Reflection.ConstructorInfo { IsStatic: true }));
                    }

                    return Active;
                }
            }
        }
        """;

    private readonly CSharpCompilation _app;
    private readonly CSharpCommandLineArguments _arguments;

    private SwitchedApp(CSharpCompilation app, CSharpCommandLineArguments arguments) => (_app, _arguments) = (app, arguments);

    /// <summary>Reads the app as the build compiles it, with what its source generators write.</summary>
    public static async Task<SwitchedApp> ReadAsync(string root)
    {
        string folder = Path.Combine(root, "functions");
        string[] build = await AskBuildAsync(folder);
        CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(build, folder, sdkDirectory: null);
        CSharpParseOptions parsing = arguments.ParseOptions;
        SyntaxTree[] sources = [.. arguments.SourceFiles.AsParallel().AsOrdered().Select(file => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path), Encoding.UTF8), parsing, file.Path))];
        CSharpCompilation app = CSharpCompilation.Create(
            "Compensation.Functions",
            sources,
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference)),
            arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Suppress).WithSpecificDiagnosticOptions(ImmutableDictionary<string, ReportDiagnostic>.Empty));
        Loader loader = new();
        ISourceGenerator[] generators = [.. arguments.AnalyzerReferences.SelectMany(reference => new AnalyzerFileReference(Path.GetFullPath(reference.FilePath, folder), loader).GetGenerators(LanguageNames.CSharp))];
        CSharpGeneratorDriver.Create(generators, parseOptions: parsing, optionsProvider: Options.Of(arguments, folder)).RunGeneratorsAndUpdateCompilation(app, out Compilation complete, out _);
        return new SwitchedApp((CSharpCompilation)complete, arguments);
    }

    /// <summary>Every change of the files whose path below <c>functions/</c> begins with one of these.</summary>
    public IReadOnlyList<Change> ChangesOf(string root, IReadOnlyCollection<string> places)
    {
        List<Change> changes = [];
        foreach (SyntaxTree tree in _app.SyntaxTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal))
        {
            string file = Path.GetRelativePath(Path.Combine(root, "functions"), tree.FilePath).Replace('\\', '/');
            if (!places.Any(place => file.StartsWith(place, StringComparison.Ordinal)) || file.StartsWith("obj/", StringComparison.Ordinal))
            {
                continue;
            }

            SemanticModel model = _app.GetSemanticModel(tree);
            foreach (SyntaxNode owner in Owners.In(tree.GetRoot()))
            {
                changes.AddRange(Changes.Of(owner, model).Select((change, index) => new Change(changes.Count + index + 1, owner, change.Span, change.Replacement) { File = file }).ToList());
            }
        }

        return changes;
    }

    /// <summary>Compiles the app with the changes that are code, and writes it.</summary>
    /// <returns>Those changes.</returns>
    public IReadOnlyList<Change> Write(IReadOnlyList<Change> changes, string path)
    {
        Dictionary<SyntaxTree, List<Change>> byTree = changes.GroupBy(change => change.Owner.SyntaxTree).ToDictionary(tree => tree.Key, tree => tree.ToList());
        CSharpCompilation app = _app.AddSyntaxTrees(CSharpSyntaxTree.ParseText(SourceText.From(Switch, Encoding.UTF8), _arguments.ParseOptions));
        Dictionary<SyntaxTree, SyntaxTree> written = [];
        foreach ((SyntaxTree tree, List<Change> its) in byTree)
        {
            written[tree] = SwitchedFile.Write(tree, _app.GetSemanticModel(tree), its);
            app = app.ReplaceSyntaxTree(tree, written[tree]);
        }

        for (int round = 1; ; round++)
        {
            Diagnostic[] errors = [.. app.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
            if (errors.Length == 0)
            {
                break;
            }

            Console.WriteLine($"round {round}: {errors.Length} errors, as not every change is code");
            HashSet<SyntaxTree> touched = [];
            foreach (Diagnostic error in errors)
            {
                if (Drop(error, app, byTree, written) is { } tree)
                {
                    touched.Add(tree);
                }
            }

            if (touched.Count == 0)
            {
                throw new InvalidOperationException(string.Join(Environment.NewLine, errors.Take(20)));
            }

            foreach (SyntaxTree tree in touched)
            {
                SyntaxTree again = SwitchedFile.Write(tree, _app.GetSemanticModel(tree), byTree[tree]);
                app = app.ReplaceSyntaxTree(written[tree], again);
                written[tree] = again;
            }
        }

        using FileStream dll = File.Create(path);
        Microsoft.CodeAnalysis.Emit.EmitResult result = app.Emit(dll, manifestResources: _arguments.ManifestResources, options: _arguments.EmitOptions.WithDebugInformationFormat(Microsoft.CodeAnalysis.Emit.DebugInformationFormat.Embedded).WithEmitMetadataOnly(false));
        return result.Success ? [.. byTree.Values.SelectMany(list => list).OrderBy(change => change.Id)] : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>Takes away the change that the compiler does not understand; all of a body where it does not say which; the constant where it needs one.</summary>
    /// <returns>The file; null where an earlier error has taken it away.</returns>
    private static SyntaxTree? Drop(Diagnostic error, CSharpCompilation app, Dictionary<SyntaxTree, List<Change>> byTree, Dictionary<SyntaxTree, SyntaxTree> written)
    {
        SyntaxTree? at = error.Location.SourceTree;
        SyntaxTree? origin = written.FirstOrDefault(pair => pair.Value == at).Key;
        if (origin is not null && SwitchedFile.ChangeAt(at!, error.Location.SourceSpan) is var id and > 0)
        {
            byTree[origin].RemoveAll(change => change.Id == id);
            return origin;
        }

        if (at is not null && ConstantAt(error.Location, app.GetSemanticModel(at)) is { } name)
        {
            foreach ((SyntaxTree tree, List<Change> changes) in byTree)
            {
                if (changes.RemoveAll(change => Owners.ConstantOf(change.Owner) is not null && ((VariableDeclaratorSyntax)change.Owner.Parent!).Identifier.Text == name) > 0)
                {
                    return tree;
                }
            }
        }

        if (origin is not null)
        {
            string? member = at!.GetRoot().FindNode(error.Location.SourceSpan).AncestorsAndSelf().OfType<MemberDeclarationSyntax>().Select(Name).FirstOrDefault();
            if (byTree[origin].RemoveAll(change => change.Owner.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().Select(Name).FirstOrDefault() == member) > 0)
            {
                return origin;
            }
        }

        return null;
    }

    private static string Name(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text + method.ParameterList,
        ConstructorDeclarationSyntax constructor => "new" + constructor.ParameterList,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        _ => member.Kind().ToString(),
    };

    private static string? ConstantAt(Location location, SemanticModel model)
    {
        SyntaxNode node = location.SourceTree!.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        return node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => model.GetSymbolInfo(name)).Select(info => info.Symbol ?? info.CandidateSymbols.FirstOrDefault())
            .OfType<IPropertySymbol>().FirstOrDefault(property => property.IsStatic)?.Name;
    }

    private static async Task<string[]> AskBuildAsync(string folder)
    {
        using Process build = Process.Start(new ProcessStartInfo("dotnet", ["build", folder, "-c", "Release", "--no-restore", "--no-dependencies", "-t:Compile", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:NonExistentFile=always", "-getItem:CscCommandLineArgs"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        Task<string> complaints = build.StandardError.ReadToEndAsync();
        string answer = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        return build.ExitCode == 0
            ? [.. JsonDocument.Parse(answer).RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)]
            : throw new InvalidOperationException(answer + await complaints);
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }

    /// <summary>What the build tells source generators: <c>build_property.…</c> of the generated editor configuration.</summary>
    private sealed class Options(AnalyzerConfigOptions global) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => global;

        public static Options Of(CSharpCommandLineArguments arguments, string folder)
        {
            AnalyzerConfigSet set = AnalyzerConfigSet.Create(arguments.AnalyzerConfigPaths.Select(path => AnalyzerConfig.Parse(File.ReadAllText(Path.GetFullPath(path, folder)), Path.GetFullPath(path, folder))).ToList());
            return new Options(new Values(set.GlobalConfigOptions.AnalyzerOptions));
        }

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => global;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => global;

        private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
