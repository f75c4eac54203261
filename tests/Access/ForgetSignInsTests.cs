using Azure.Data.Tables;
using Compensation.Access;
using Compensation.Access.Accounts;
using Compensation.Access.LocalAccounts;
using Compensation.Common.Access;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Access;

public sealed class ForgetSignInsTests
{
    [Fact]
    public async Task Names_that_somebody_typed_are_forgotten_after_a_day_and_a_wait_is_not_shortened()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        SignInTries tries = app.Get<SignInTries>();
        PersonId old = app.Get<AccountStore>().IdOf("nobody");
        PersonId pressed = app.Get<AccountStore>().IdOf("pressed");
        await tries.BeginAsync(old, CancellationToken.None);
        app.Clock.Pass(TimeSpan.FromHours(25));
        for (int attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await tries.BeginAsync(pressed, CancellationToken.None));
        }

        await ActivatorUtilities.CreateInstance<ForgetSignIns>(app.Get<IServiceProvider>()).Run(new TimerInfo(), CancellationToken.None);

        Assert.NotNull(await tries.BeginAsync(pressed, CancellationToken.None));
        TableClient table = app.Get<TableServiceClient>().GetTableClient(AccountStore.TableName);
        string[] left = [.. table.Query<TableEntity>("PartitionKey eq 't'").Select(row => row.RowKey)];
        Assert.Equal([pressed.Value], left);
    }

    /// <summary>Where the app lives in another time, as in a rehearsal, phones and people's days do not.</summary>
    [Fact]
    public async Task Numbers_of_authenticator_apps_go_by_the_clock_on_the_wall()
    {
        TimeCodes codes = new(accounts: null!, new WallClock(TimeProvider.System));
        string number = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(AccessApp.Secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);
        Assert.NotNull(codes.StepOf(AccessApp.Secret, number));
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        Assert.Null(app.Get<TimeCodes>().StepOf(AccessApp.Secret, number));
    }
}
