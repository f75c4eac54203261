using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Compensation.Mutation;

/// <summary>One small change of the app.</summary>
/// <param name="Id">From 1; the app's switches ask for it.</param>
/// <param name="Owner">What is written twice, once with the change: a body, or an initial value.</param>
/// <param name="Span">What goes, in its file.</param>
/// <param name="Replacement">What comes in its place.</param>
internal sealed partial record Change(int Id, SyntaxNode Owner, TextSpan Span, string Replacement)
{
    public string File { get; init; } = string.Empty;

    public int Line => Owner.SyntaxTree.GetLineSpan(Span).StartLinePosition.Line + 1;

    /// <summary>What it is known by in <c>equivalent.txt</c>, wherever its line moves to.</summary>
    public string Name => $"{File}\t{Owners.NameOf(Owner)}\t{Short(Owner.SyntaxTree.GetText().ToString(Span))} -> {Short(Replacement)}";

    public override string ToString() => $"{File}:{Line} {Owners.NameOf(Owner)}: {Short(Owner.SyntaxTree.GetText().ToString(Span))} -> {Short(Replacement)}";

    /// <summary>The owner's part as it is to be written for this change.</summary>
    public string Within(TextSpan part)
    {
        SourceText text = Owner.SyntaxTree.GetText();
        return text.ToString(TextSpan.FromBounds(part.Start, Span.Start)) + Replacement + text.ToString(TextSpan.FromBounds(Span.End, part.End));
    }

    private static string Short(string code)
    {
        string line = Blanks().Replace(code, " ").Trim();
        return line.Length <= 100 ? line : line[..100] + "…";
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
