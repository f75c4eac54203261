using System.ComponentModel.DataAnnotations;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Transfers.Accounts;
using Microsoft.Extensions.Options;

namespace Compensation.Transfers.Checking;

/// <summary>A bank's confirmation of accounts (口座確認), where it sells one. Section <c>AccountConfirmation</c>.</summary>
public sealed class AccountConfirmationOptions : IValidatableObject
{
    public const string Section = "AccountConfirmation";

    /// <summary>Null: nobody is asked.</summary>
    public Uri? Address { get; init; }

    /// <summary>A secret; sent as <c>Authorization: Bearer</c>.</summary>
    public string ApiKey { get; init; } = string.Empty;

    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not null && !(Address.IsAbsoluteUri && (Address.Scheme == Uri.UriSchemeHttps || (Address.Scheme == Uri.UriSchemeHttp && Address.IsLoopback))))
        {
            yield return new ValidationResult($"{Section}:Address must be an absolute https address; http is for the same machine only.", [nameof(Address)]);
        }

        if (Address is not null && (ApiKey.Length == 0 || ApiKey.Any(character => character is < '!' or > '~')))
        {
            yield return new ValidationResult($"{Section}:ApiKey must be visible ASCII characters where {Section}:Address is set.", [nameof(ApiKey)]);
        }
    }
}

/// <summary>What the bank answers (照会回答コード).</summary>
public enum ConfirmationCode
{
    /// <summary>Nobody is asked, or the bank cannot say (<c>9</c>): a person's check decides.</summary>
    Unasked,

    /// <summary><c>0</c>.</summary>
    Confirmed,

    /// <summary><c>1</c>.</summary>
    NoSuchAccount,

    /// <summary><c>2</c>.</summary>
    OtherName,

    /// <summary>No answer that could be understood: to be asked again.</summary>
    Silent,
}

/// <summary>
/// Asks the bank before money is sent, as the commonest return is a wrong name: a JSON object with <c>bank</c>, <c>branch</c>, <c>type</c>, <c>number</c>, <c>holder</c>
/// is posted, and answered with <c>{ "code": "0" }</c>: 0 confirmed, 1 no such account, 2 another name, 9 other.
/// </summary>
public sealed class AccountConfirmation(HttpClient bank, IOptions<AccountConfirmationOptions> options)
{
    internal const int AnswerBytesMax = 64 * 1024;

    public async Task<ConfirmationCode> AskAsync(BankAccount account, CancellationToken cancellationToken)
    {
        if (options.Value.Address is not { } address)
        {
            return ConfirmationCode.Unasked;
        }

        using HttpRequestMessage question = new(HttpMethod.Post, address)
        {
            Content = JsonContent.Create(new Question(account.Bank, account.Branch, (int)account.Type, account.Number, account.Holder), options: JsonSerializerOptions.Web),
        };
        question.Headers.Authorization = new("Bearer", options.Value.ApiKey);
        try
        {
            using HttpResponseMessage answer = await bank.SendAsync(question, cancellationToken);
            return !answer.IsSuccessStatusCode ? ConfirmationCode.Silent : (await answer.Content.ReadFromJsonAsync<Answer>(JsonSerializerOptions.Web, cancellationToken))?.Code switch
            {
                "0" => ConfirmationCode.Confirmed,
                "1" => ConfirmationCode.NoSuchAccount,
                "2" => ConfirmationCode.OtherName,
                "9" => ConfirmationCode.Unasked,
                _ => ConfirmationCode.Silent,
            };
        }
        catch (Exception unheard) when (unheard is HttpRequestException or JsonException or InvalidOperationException || (unheard is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return ConfirmationCode.Silent;
        }
    }

    private sealed record Question(string Bank, string Branch, int Type, string Number, string Holder);

    private sealed record Answer(string Code);
}
