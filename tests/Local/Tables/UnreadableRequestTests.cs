using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Compensation.Tests.Local.Tables;

/// <summary>Requests that are no text are refused as the service refuses them, and nothing of them is written.</summary>
public sealed class UnreadableRequestTests : IDisposable
{
    private const string Placeholder = "placeholder";
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    public static TheoryData<byte[]> NoText => [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [.. "\\ud83d"u8], [.. "x\\uDE00y"u8]];

    [Theory]
    [MemberData(nameof(NoText))]
    public async Task In_a_value(byte[] bytes) => await RefusedAsync(bytes, new TableEntity("p", "r") { ["Name"] = Placeholder });

    [Theory]
    [MemberData(nameof(NoText))]
    public async Task In_a_name(byte[] bytes) => await RefusedAsync(bytes, new TableEntity("p", "r") { [Placeholder] = 1 });

    [Theory]
    [MemberData(nameof(NoText))]
    public async Task In_a_key(byte[] bytes) => await RefusedAsync(bytes, new TableEntity("p", Placeholder));

    [Theory]
    [MemberData(nameof(NoText))]
    public async Task In_the_name_of_a_table(byte[] bytes)
    {
        TableServiceClient service = Connect(bytes);

        RequestFailedException refusal = await Assert.ThrowsAsync<RequestFailedException>(() => service.CreateTableAsync(Placeholder));

        Assert.Equal(400, refusal.Status);
        Assert.Empty(service.Query());
    }

    [Theory]
    [InlineData("%FF")]
    [InlineData("%E7%9C")]
    [InlineData("%zz")]
    public async Task In_an_address(string escaped)
    {
        TableClientOptions options = new();
        options.AddPolicy(new ChangedAddress(escaped), HttpPipelinePosition.PerCall);
        TableClient table = _store.Connect(options).GetTableClient("Rows");
        await table.CreateAsync();

        RequestFailedException refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpsertEntityAsync(new TableEntity("p", Placeholder)));

        Assert.Equal((400, "InvalidInput"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task A_percent_sign_and_a_whole_character_are_text()
    {
        TableClient table = _store.Connect().GetTableClient("Rows");
        await table.CreateAsync();

        await table.UpsertEntityAsync(new TableEntity("100%", "%25 %FF 😀") { ["Name"] = "😀" });

        Assert.Equal("😀", (await table.GetEntityAsync<TableEntity>("100%", "%25 %FF 😀")).Value["Name"]);
    }

    [Fact]
    public async Task Binary_data_that_is_written_with_escapes_is_data_all_the_same()
    {
        TableClient table = Connect([.. """x","Data@odata.type":"Edm.Binary","Data":"\u002B\u002Bv/"""u8]).GetTableClient("Rows");
        await table.CreateAsync();

        await table.AddEntityAsync(new TableEntity("p", "r") { ["Name"] = Placeholder });

        Assert.Equal([0xFB, 0xEB, 0xFF], (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetBinary("Data"));
        Assert.Single(table.Query<TableEntity>("Data eq X'FBEBFF'"));
    }

    private async Task RefusedAsync(byte[] bytes, TableEntity row)
    {
        TableClient table = Connect(bytes).GetTableClient("Rows");
        await table.CreateAsync();

        RequestFailedException single = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(row));
        RequestFailedException transaction = await Assert.ThrowsAnyAsync<RequestFailedException>(
            () => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "whole")), new(TableTransactionActionType.Add, row)]));

        Assert.Equal((400, "InvalidInput"), (single.Status, single.ErrorCode));
        Assert.Equal((400, "InvalidInput"), (transaction.Status, transaction.ErrorCode));
        Assert.Empty(table.Query<TableEntity>());
    }

    private TableServiceClient Connect(byte[] bytes)
    {
        TableClientOptions options = new();
        options.AddPolicy(new ChangedBody(bytes), HttpPipelinePosition.PerCall);
        return _store.Connect(options);
    }

    /// <summary>Puts bytes that no client would send into the place of a word.</summary>
    private sealed class ChangedBody(byte[] bytes) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            using MemoryStream body = new();
            message.Request.Content?.WriteTo(body, default);
            byte[] sent = body.ToArray();
            int at = sent.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Placeholder));
            if (at >= 0)
            {
                message.Request.Content = RequestContent.Create((byte[])[.. sent[..at], .. bytes, .. sent[(at + Placeholder.Length)..]]);
            }
        }
    }

    private sealed class ChangedAddress(string escaped) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) =>
            message.Request.Uri.Path = message.Request.Uri.Path.Replace(Placeholder, escaped, StringComparison.Ordinal);
    }
}
