using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Compensation.Mutation;

/// <summary>A source file in which a switch at the top of each body chooses between the body as it is and the body with one change.</summary>
internal static class SwitchedFile
{
    private const string Asked = "global::Compensation.Mutants.In";

    public static SyntaxTree Write(SyntaxTree tree, SemanticModel model, IEnumerable<Change> changes)
    {
        List<TextChange> edits = [];
        foreach (IGrouping<SyntaxNode, Change> owned in changes.GroupBy(change => change.Owner))
        {
            edits.AddRange(Edits(owned.Key, model, [.. owned]));
        }

        return tree.WithChangedText(tree.GetText().WithChanges(edits.OrderBy(edit => edit.Span.Start)));
    }

    /// <summary>Which change an error of the compiler is about; 0 for none: the error is then in what was there before.</summary>
    public static int ChangeAt(SyntaxTree tree, TextSpan span)
    {
        foreach (SyntaxNode node in tree.GetRoot().FindNode(span, getInnermostNodeForTie: true).AncestorsAndSelf())
        {
            switch (node)
            {
                case SwitchSectionSyntax { Labels: [CaseSwitchLabelSyntax { Value: LiteralExpressionSyntax { Token.Value: int id } }], Parent: SwitchStatementSyntax chosen } when IsOurs(chosen.Expression):
                    return id;
                case SwitchExpressionArmSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax { Token.Value: int id } }, Parent: SwitchExpressionSyntax chosen } when IsOurs(chosen.GoverningExpression):
                    return id;
            }
        }

        return 0;
    }

    private static bool IsOurs(ExpressionSyntax governing) => governing.ToString().StartsWith(Asked, StringComparison.Ordinal);

    private static IEnumerable<TextChange> Edits(SyntaxNode owner, SemanticModel model, Change[] changes) => owner switch
    {
        BlockSyntax block => [new TextChange(block.Span, OfBlock(block, model, changes))],
        ArrowExpressionClauseSyntax arrow => OfArrow(arrow, model, changes),
        EqualsValueClauseSyntax { Value: { } value } when Owners.ConstantOf(owner) is { } constant => OfConstant(constant, value, changes),
        EqualsValueClauseSyntax { Value: { } value } => [new TextChange(value.Span, Chosen(value, changes))],
        _ => throw new InvalidOperationException(owner.Kind().ToString()),
    };

    private static string OfBlock(BlockSyntax block, SemanticModel model, Change[] changes) =>
        Switch(changes, change => change.Within(block.Span), block.ToString(), endsByItself: !EndsByResult(block, model));

    private static IEnumerable<TextChange> OfArrow(ArrowExpressionClauseSyntax arrow, SemanticModel model, Change[] changes)
    {
        bool isResult = EndsByResult(arrow, model);
        string before = isResult ? "{ return " : "{ ";
        string text = Switch(changes, change => $"{before}{change.Within(arrow.Expression.Span)}; }}", $"{before}{arrow.Expression}; }}", endsByItself: !isResult);
        SyntaxToken semicolon = arrow.GetLastToken().GetNextToken();
        bool isWholeProperty = arrow.Parent is BasePropertyDeclarationSyntax;
        yield return new TextChange(arrow.Span, isWholeProperty ? $"{{ get {text} }}" : text);
        yield return new TextChange(semicolon.Span, string.Empty);
    }

    /// <summary>A constant of one name becomes a property; where the language wants a constant, the compiler says so.</summary>
    private static IEnumerable<TextChange> OfConstant(FieldDeclarationSyntax constant, ExpressionSyntax value, Change[] changes)
    {
        SyntaxToken word = constant.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.ConstKeyword));
        yield return new TextChange(word.Span, "static");
        yield return new TextChange(value.Parent!.Span, $"=> {Chosen(value, changes)}");
    }

    private static string Chosen(ExpressionSyntax value, Change[] changes)
    {
        StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"{Asked}({changes[0].Id}) switch {{ "));
        foreach (Change change in changes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{change.Id} => {change.Within(value.Span)}, ");
        }

        return text.Append(CultureInfo.InvariantCulture, $"_ => {value} }}").ToString();
    }

    private static string Switch(Change[] changes, Func<Change, string> changed, string unchanged, bool endsByItself)
    {
        string end = endsByItself ? " break;" : string.Empty;
        StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"{{ switch ({Asked}({changes[0].Id})) {{\n"));
        foreach (Change change in changes)
        {
            text.Append(CultureInfo.InvariantCulture, $"case {change.Id}: {changed(change)}{end}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"default: {unchanged}{end} }} }}").ToString();
    }

    /// <summary>Whether every way through ends in a result, so that none may fall out at the end.</summary>
    private static bool EndsByResult(SyntaxNode body, SemanticModel model)
    {
        IMethodSymbol? method = body.Parent switch
        {
            PropertyDeclarationSyntax or IndexerDeclarationSyntax => (model.GetDeclaredSymbol(body.Parent) as IPropertySymbol)?.GetMethod,
            { } parent => model.GetDeclaredSymbol(parent) as IMethodSymbol,
            null => null,
        };
        bool yields = body.DescendantNodes(node => node is not LocalFunctionStatementSyntax and not LambdaExpressionSyntax).OfType<YieldStatementSyntax>().Any();
        bool isTaskAlone = method is { IsAsync: true, ReturnType: INamedTypeSymbol { IsGenericType: false } };
        return method is { ReturnsVoid: false, MethodKind: not MethodKind.Constructor and not MethodKind.StaticConstructor } && !yields && !isTaskAlone;
    }
}
