using System.Text;
using Compensation.Common;

namespace Compensation.Transfers.Zengin;

/// <summary>Names of banks and branches for the optional fields.</summary>
internal static class ZenginNames
{
    private const int LengthMax = 15;

    /// <summary>Half-width; empty where the field cannot hold the name, as codes alone decide where money goes.</summary>
    public static string Of(string? kana)
    {
        StringBuilder half = new(LengthMax);
        foreach (char letter in kana ?? string.Empty)
        {
            half.Append(Kana.Halved(Kana.Enlarged(letter)) ?? Folding.Plain(letter.ToString()) switch
            {
                "" => " ",
                var plain => plain,
            });
        }

        string name = half.ToString();
        return ZenginAlphabet.Banks.FaultOf(name, LengthMax) is null ? name : string.Empty;
    }
}
