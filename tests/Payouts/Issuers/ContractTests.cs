namespace Compensation.Tests.Payouts.Issuers;

public sealed class StockContractTests : PointIssuerContract
{
    private protected override async Task<IssuerRig> StartAsync() => await StockRig.StartAsync();
}

public sealed class AmazonContractTests : RemoteIssuerContract
{
    private protected override async Task<IssuerRig> StartAsync() => await AmazonRig.StartAsync();
}

public sealed class HttpContractTests : RemoteIssuerContract
{
    private protected override async Task<IssuerRig> StartAsync() => await HttpRig.StartAsync();
}
