using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Compensation.Mutation;

/// <summary>The small changes that one body or one initial value can suffer.</summary>
internal static class Changes
{
    private static readonly Dictionary<SyntaxKind, string[]> s_operators = new()
    {
        [SyntaxKind.EqualsEqualsToken] = ["!="],
        [SyntaxKind.ExclamationEqualsToken] = ["=="],
        [SyntaxKind.LessThanToken] = ["<=", ">="],
        [SyntaxKind.LessThanEqualsToken] = ["<", ">"],
        [SyntaxKind.GreaterThanToken] = [">=", "<="],
        [SyntaxKind.GreaterThanEqualsToken] = [">", "<"],
        [SyntaxKind.AmpersandAmpersandToken] = ["||"],
        [SyntaxKind.BarBarToken] = ["&&"],
        [SyntaxKind.PlusToken] = ["-"],
        [SyntaxKind.MinusToken] = ["+"],
        [SyntaxKind.AsteriskToken] = ["/"],
        [SyntaxKind.SlashToken] = ["*"],
        [SyntaxKind.PercentToken] = ["*"],
        [SyntaxKind.PlusEqualsToken] = ["-="],
        [SyntaxKind.MinusEqualsToken] = ["+="],
        [SyntaxKind.PlusPlusToken] = ["--"],
        [SyntaxKind.MinusMinusToken] = ["++"],
        [SyntaxKind.BarToken] = ["&"],
        [SyntaxKind.AmpersandToken] = ["|"],
    };

    private static readonly Dictionary<string, string> s_calls = new(StringComparer.Ordinal)
    {
        ["Any"] = "All",
        ["All"] = "Any",
        ["First"] = "Last",
        ["FirstOrDefault"] = "LastOrDefault",
        ["Last"] = "First",
        ["LastOrDefault"] = "FirstOrDefault",
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["MinBy"] = "MaxBy",
        ["MaxBy"] = "MinBy",
        ["Take"] = "Skip",
        ["Skip"] = "Take",
        ["OrderBy"] = "OrderByDescending",
        ["OrderByDescending"] = "OrderBy",
        ["ThenBy"] = "ThenByDescending",
        ["TakeWhile"] = "SkipWhile",
        ["StartsWith"] = "EndsWith",
        ["EndsWith"] = "StartsWith",
    };

    private static readonly HashSet<string> s_leftOut = new(["Where", "Distinct", "DistinctBy", "OrderBy", "OrderByDescending", "ThenBy", "Order", "Take", "Skip", "Reverse", "Concat", "Append", "Except", "Trim"], StringComparer.Ordinal);

    /// <summary>What goes and what comes, from the owner's first line to its last.</summary>
    public static IEnumerable<(TextSpan Span, string Replacement)> Of(SyntaxNode owner, SemanticModel model) =>
        owner.DescendantNodes(IsWorthIt).Where(IsWorthIt).SelectMany(node => At(node, model)).Distinct();

    /// <summary>What is logged or said in an exception is words.</summary>
    private static bool IsWorthIt(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "log" or "_log" or "Log" or "logger" } } } => false,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } => false,
        ExpressionStatementSyntax { Expression: { } expression } => IsWorthIt(expression),
        ThrowExpressionSyntax => false,
        AttributeListSyntax => false,
        BaseObjectCreationExpressionSyntax { Parent: ThrowStatementSyntax } => false,
        _ => true,
    };

    private static IEnumerable<(TextSpan Span, string Replacement)> At(SyntaxNode node, SemanticModel model) => node switch
    {
        BinaryExpressionSyntax binary => OfBinary(binary),
        AssignmentExpressionSyntax assignment => [.. OfToken(assignment.OperatorToken), .. OfAssignment(assignment)],
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => [(not.Span, not.Operand.ToString())],
        PrefixUnaryExpressionSyntax prefix => OfToken(prefix.OperatorToken),
        PostfixUnaryExpressionSyntax postfix => OfToken(postfix.OperatorToken),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax negated } => [(negated.Span, negated.Pattern.ToString())],
        IsPatternExpressionSyntax test => [(test.Pattern.Span, $"not ({test.Pattern})")],
        BinaryPatternSyntax pattern => [(pattern.Span, pattern.Left.ToString()), (pattern.Span, pattern.Right.ToString())],
        RelationalPatternSyntax relation => OfToken(relation.OperatorToken).Take(1),
        PropertyPatternClauseSyntax properties => OfList(properties.Subpatterns),
        SwitchExpressionSyntax choice => choice.Arms.Where(arm => arm.Pattern is not DiscardPatternSyntax).SelectMany(arm => Without(choice.Arms, arm)),
        WhenClauseSyntax clause => [(clause.Span, string.Empty)],
        ConditionalExpressionSyntax choice => [(choice.Condition.Span, $"!({choice.Condition})")],
        IfStatementSyntax { Else: null } condition => [Negated(condition.Condition), (condition.Span, ";")],
        IfStatementSyntax condition => [Negated(condition.Condition)],
        ExpressionStatementSyntax statement => [(statement.Span, ";")],
        ContinueStatementSyntax or ReturnStatementSyntax { Expression: null } or ThrowStatementSyntax or YieldStatementSyntax => [(node.Span, ";")],
        BreakStatementSyntax when node.Parent is not SwitchSectionSyntax => [(node.Span, ";")],
        ReturnStatementSyntax { Expression: { } value } => OfResult(value, model),
        ArrowExpressionClauseSyntax arrow => OfResult(arrow.Expression, model),
        LambdaExpressionSyntax { ExpressionBody: { } value } => OfResult(value, model),
        LiteralExpressionSyntax literal => OfLiteral(literal),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call => OfCall(call, called),
        InitializerExpressionSyntax { RawKind: (int)SyntaxKind.WithInitializerExpression or (int)SyntaxKind.ObjectInitializerExpression } initial => OfList(initial.Expressions),
        _ => [],
    };

    private static (TextSpan Span, string Replacement) Negated(ExpressionSyntax condition) => (condition.Span, $"!({condition})");

    private static IEnumerable<(TextSpan Span, string Replacement)> OfToken(SyntaxToken token) => s_operators.GetValueOrDefault(token.Kind(), []).Select(other => (token.Span, other));

    private static IEnumerable<(TextSpan Span, string Replacement)> OfBinary(BinaryExpressionSyntax binary)
    {
        bool isJoined = binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression;
        IEnumerable<(TextSpan Span, string Replacement)> halves = isJoined ? [(binary.Span, $"({binary.Left})"), (binary.Span, $"({binary.Right})")] : [];
        return halves.Concat(OfToken(binary.OperatorToken));
    }

    private static IEnumerable<(TextSpan Span, string Replacement)> OfAssignment(AssignmentExpressionSyntax assignment) =>
        assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) ? [(assignment.OperatorToken.Span, "=")] : [];

    /// <summary>Yes for no, where a truth is the result and is not made of parts that are changed anyway.</summary>
    private static IEnumerable<(TextSpan Span, string Replacement)> OfResult(ExpressionSyntax value, SemanticModel model) =>
        value is InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax or AwaitExpressionSyntax
        && model.GetTypeInfo(value) is { Type.SpecialType: SpecialType.System_Boolean }
            ? [Negated(value)]
            : [];

    private static IEnumerable<(TextSpan Span, string Replacement)> OfLiteral(LiteralExpressionSyntax literal) => literal.Token.Value switch
    {
        true => [(literal.Span, "false")],
        false => [(literal.Span, "true")],
        int number => [(literal.Span, (number + 1L).ToString(CultureInfo.InvariantCulture))],
        long number => [(literal.Span, (number + 1).ToString(CultureInfo.InvariantCulture) + "L")],
        double number => [(literal.Span, (number + 1).ToString("0.0######", CultureInfo.InvariantCulture))],
        _ => [],
    };

    private static IEnumerable<(TextSpan Span, string Replacement)> OfCall(InvocationExpressionSyntax call, MemberAccessExpressionSyntax called)
    {
        if (s_calls.TryGetValue(called.Name.Identifier.Text, out string? other))
        {
            yield return (called.Name.Span, other);
        }

        if (s_leftOut.Contains(called.Name.Identifier.Text))
        {
            yield return (call.Span, called.Expression.ToString());
        }
    }

    private static IEnumerable<(TextSpan Span, string Replacement)> OfList<T>(SeparatedSyntaxList<T> list)
        where T : SyntaxNode => list.SelectMany(one => Without(list, one));

    /// <summary>One of several leaves, with the comma behind it or before it.</summary>
    private static IEnumerable<(TextSpan Span, string Replacement)> Without<T>(SeparatedSyntaxList<T> list, T one)
        where T : SyntaxNode
    {
        int index = list.IndexOf(one);
        if (index < list.SeparatorCount)
        {
            yield return (TextSpan.FromBounds(one.SpanStart, list.GetSeparator(index).Span.End), string.Empty);
        }
        else
        {
            yield return (TextSpan.FromBounds(index > 0 ? list.GetSeparator(index - 1).SpanStart : one.SpanStart, one.Span.End), string.Empty);
        }
    }
}
