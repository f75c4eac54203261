using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compensation.Mutation;

/// <summary>What can be written twice, once with a change: whole bodies of methods, constructors and accessors, and initial values of fields and properties.</summary>
internal static class Owners
{
    public static IEnumerable<SyntaxNode> In(SyntaxNode root) => root.DescendantNodes().Where(IsOwner);

    public static string NameOf(SyntaxNode owner)
    {
        IEnumerable<string> names = owner.AncestorsAndSelf().Select(node => node switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            ConstructorDeclarationSyntax => "new",
            PropertyDeclarationSyntax property => property.Identifier.Text,
            VariableDeclaratorSyntax variable => variable.Identifier.Text,
            OperatorDeclarationSyntax sign => sign.OperatorToken.Text,
            ConversionOperatorDeclarationSyntax => "conversion",
            IndexerDeclarationSyntax => "this[]",
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            _ => string.Empty,
        });
        return string.Join('.', names.Where(name => name.Length > 0).Reverse());
    }

    private static bool IsOwner(SyntaxNode node) => node switch
    {
        BlockSyntax => node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax,
        ArrowExpressionClauseSyntax arrow => node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax
            && arrow.Expression is not ThrowExpressionSyntax and not RefExpressionSyntax,
        EqualsValueClauseSyntax => node.Parent is PropertyDeclarationSyntax || IsField(node),
        _ => false,
    };

    /// <summary>A constant's value stands where nothing can be chosen at run time; <see cref="SwitchedApp"/> makes a property of it.</summary>
    private static bool IsField(SyntaxNode node) => node.Parent?.Parent?.Parent is FieldDeclarationSyntax;

    public static FieldDeclarationSyntax? ConstantOf(SyntaxNode owner) =>
        owner.Parent?.Parent?.Parent is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword) ? field : null;
}
