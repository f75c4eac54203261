namespace Compensation.Transfers.Banks;

/// <summary>A bank that takes transfers.</summary>
/// <param name="Code">Four digits.</param>
/// <param name="Name">Without 銀行.</param>
/// <param name="Kana">Full-width, without small letters.</param>
public sealed record Bank(string Code, string Name, string Kana);

/// <summary>A branch of a bank.</summary>
/// <param name="Code">Three digits, unique in its bank.</param>
/// <param name="Name">Without 支店; two branches of a bank may bear the same.</param>
/// <param name="Kana">Full-width, without small letters.</param>
public sealed record Branch(string Code, string Name, string Kana);
