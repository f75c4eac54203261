using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Compensation.Emulators.Bank;
using Compensation.Tests.Common;

namespace Compensation.Tests.Local.Bank;

/// <summary>The files here are put together by hand, byte by byte from the layout: by nobody who writes them in the app, and nobody who reads them at the bank.</summary>
public sealed class BankEmulatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bank-").FullName;

    /// <summary>Monday 15 May 2023, a quarter to ten.</summary>
    private readonly SetClock _clock = new(Japan(15, 9, 45));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_carried_out_once_however_often_it_is_handed_in_also_after_a_restart()
    {
        byte[] file = FileOf("0516", ("0000017", 2_000), ("0000018", 500));
        await using (BankEmulatorHost first = await StartAsync())
        {
            Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK], [await HandInAsync(first, file), await HandInAsync(first, file)]);
        }

        await using BankEmulatorHost second = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await HandInAsync(second, file));
        Assert.Equal((1, 2, 2_500L, new DateOnly(2023, 5, 16)), (second.Files.Count, second.Payments.Count, second.Files[0].Yen, second.Files[0].PayOn));
    }

    [Fact]
    public async Task What_is_not_as_the_layout_says_is_refused_whole()
    {
        await using BankEmulatorHost bank = await StartAsync();
        byte[] sound = FileOf("0516", ("0000017", 2_000));
        (int At, char Instead)[] spoilt = [(0, '2'), (14, 'a'), (120 + 43, 'X'), (120 + 50, ' '), (120 + 51, 'ｧ'), (120 + 113, 'X'), (240 + 6, '2'), (240 + 18, '1'), (360, '8')];

        foreach ((int at, char instead) in spoilt)
        {
            byte[] file = [.. sound];
            file[at] = ByteOf(instead);
            Assert.Equal((at, HttpStatusCode.UnprocessableEntity), (at, await HandInAsync(bank, file)));
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await HandInAsync(bank, sound[..^1]));
        Assert.Empty(bank.Files);
        Assert.Equal(HttpStatusCode.Created, await HandInAsync(bank, sound));
    }

    [Theory]
    [InlineData("0516", 9, HttpStatusCode.Created)]
    [InlineData("0516", 12, HttpStatusCode.UnprocessableEntity)]
    [InlineData("0517", 12, HttpStatusCode.Created)]
    [InlineData("0520", 9, HttpStatusCode.UnprocessableEntity)]
    public async Task A_file_has_to_come_by_noon_of_the_business_day_before(string payOn, int hour, HttpStatusCode expected)
    {
        GoTo(Japan(15, hour, 0));
        await using BankEmulatorHost bank = await StartAsync();

        Assert.Equal(expected, await HandInAsync(bank, FileOf(payOn, ("0000017", 2_000))));
    }

    [Fact]
    public async Task Results_come_in_the_evening_of_each_business_day_and_overlap()
    {
        await using BankEmulatorHost bank = await StartAsync();
        await HandInAsync(bank, FileOf("0516", ("0000017", 1), ("0000002", 2), ("0000005", 3), ("0000008", 4)));

        GoTo(Japan(16, 16, 59));
        Assert.Equal(["none"], await ResultsAsync(bank, 16));
        GoTo(Japan(22, 17, 0));

        Assert.Equal(["1,paid,,2023-05-16", "3,paid,,2023-05-16", "4,paid,,2023-05-16", "4,paid,,2023-05-16"], await ResultsAsync(bank, 16));
        Assert.Equal(["1,paid,,2023-05-16", "3,paid,,2023-05-16", "4,paid,,2023-05-16", "4,paid,,2023-05-16", "2,returned,nameMismatch,2023-05-17"], await ResultsAsync(bank, 17));
        Assert.Equal(["2,returned,nameMismatch,2023-05-17", "3,returned,accountClosed,2023-05-19"], await ResultsAsync(bank, 19));
        Assert.Equal(["none"], await ResultsAsync(bank, 20));
        Assert.Equal(2, bank.Payments.Count(payment => payment.IsKept(new DateOnly(2023, 5, 19))));
    }

    [Fact]
    public async Task Only_the_first_payment_into_an_account_of_07_comes_back()
    {
        await using BankEmulatorHost bank = await StartAsync();
        await HandInAsync(bank, FileOf("0516", ("0000007", 1)));
        await HandInAsync(bank, FileOf("0517", ("0000007", 1)));
        GoTo(Japan(17, 17, 0));

        Assert.Equal(["1,paid,,2023-05-17", "1,returned,insufficientFunds,2023-05-17"], (await ResultsAsync(bank, 17)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_asks_without_the_key_is_refused()
    {
        await using BankEmulatorHost bank = await StartAsync();
        using HttpClient stranger = new() { BaseAddress = bank.BaseAddress };

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri("results/2023-05-16", UriKind.Relative))).StatusCode);
        Assert.Equal(0, (await stranger.GetFromJsonAsync<JsonElement>(new Uri("emulator/payments", UriKind.Relative))).GetArrayLength());
    }

    private void GoTo(DateTimeOffset at) => _clock.Pass(at - _clock.GetUtcNow());

    private Task<BankEmulatorHost> StartAsync() => BankEmulatorHost.StartAsync(new BankEmulatorOptions { DataFolder = _folder, Time = _clock });

    private static HttpClient Client(BankEmulatorHost bank) => new() { BaseAddress = bank.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", bank.ApiKey) } };

    private static async Task<HttpStatusCode> HandInAsync(BankEmulatorHost bank, byte[] file)
    {
        using HttpClient client = Client(bank);
        using ByteArrayContent content = new(file);
        using HttpResponseMessage answer = await client.PostAsync(new Uri("transfers", UriKind.Relative), content);
        return answer.StatusCode;
    }

    /// <summary>The day's lines without their references; a word where there is no file.</summary>
    private static async Task<string[]> ResultsAsync(BankEmulatorHost bank, int day)
    {
        using HttpClient client = Client(bank);
        using HttpResponseMessage answer = await client.GetAsync(new Uri($"results/2023-05-{day}", UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.NotFound ? ["none"] : [.. (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..])];
    }

    private static byte[] FileOf(string payOn, params (string Account, long Yen)[] payments)
    {
        StringBuilder file = new();
        file.Append($"1210{"0000012345"}{"ﾃｽﾄ",-40}{payOn}0001{"ﾐｽﾞﾎ",-15}004{"",-15}11234567".PadRight(120));
        foreach ((int index, (string account, long yen)) in payments.Index())
        {
            file.Append(string.Create(CultureInfo.InvariantCulture, $"20001{"ﾐｽﾞﾎ",-15}004{"",-15}00001{account}{"ﾔﾏﾀﾞ ﾀﾛｳ",-30}{yen:d10}0{payOn}{index + 1:d16}7 ").PadRight(120));
        }

        file.Append(string.Create(CultureInfo.InvariantCulture, $"8{payments.Length:d6}{payments.Sum(payment => payment.Yen):d12}").PadRight(120)).Append("9".PadRight(120));
        return [.. file.ToString().Select(ByteOf)];
    }

    private static byte ByteOf(char letter) => letter < 0x80 ? (byte)letter : (byte)(letter - '｡' + 0xA1);

    private static DateTimeOffset Japan(int day, int hour, int minute) => new(2023, 5, day, hour, minute, 0, TimeSpan.FromHours(9));
}
