using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Rehearsal.BankTransfers;
using Compensation.Rehearsal.People;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Transfers;
using Compensation.Transfers.Typing;

namespace Compensation.Tests.Rehearsal;

public sealed class TransferSeekerTests
{
    private static readonly Campaign Tochigi = CampaignFiles.Read("tochigi");

    [Fact]
    public void The_app_understands_every_account_as_the_one_that_the_witness_looks_for()
    {
        using TransferWorld world = new();
        TransferReader reader = world.Get<TransferReader>();
        foreach (AccountKind kind in Enum.GetValues<AccountKind>())
        {
            foreach (SyntheticAccount account in Enumerable.Range(0, 60).Select(owner => SyntheticAccount.Of(seed: 1, $"owner {owner}", 0, kind)))
            {
                string Answer(string field) => account.Answers.GetValueOrDefault(field, string.Empty);
                ReadTransfer read = reader.Read(Tochigi, new TypedTransfer(Answer("bank"), "ヤマダ タロウ")
                {
                    Branch = Answer("branch"),
                    Type = Answer("account-type") + Answer("post-type"),
                    Number = Answer("account-number"),
                    Symbol = Answer("symbol"),
                    PassbookNumber = Answer("passbook-number"),
                    Answers = new Dictionary<string, string>(StringComparer.Ordinal) { ["identity"] = "本人", ["accommodation"] = "ホテル" },
                });

                Assert.Empty(read.Faults);
                Compensation.Transfers.Accounts.BankAccount found = read.Form!.Account;
                Assert.Equal((account.Name, false), (string.Create(CultureInfo.InvariantCulture, $"{found.Bank}-{found.Branch}-{(int)found.Type}-{found.Number}"), found.HasUnknownBranch));
            }
        }
    }

    [Fact]
    public void Whoever_asks_before_his_wave_does_so_before_it_and_the_others_when_the_waves_are_over()
    {
        DateTimeOffset applied = JapanTime.At(new DateOnly(2023, 4, 12), new TimeOnly(21, 0));
        List<TransferSeeker> inApp = [.. Seekers(appliedAt: null)];
        List<TransferSeeker> applicants = [.. Seekers(applied)];

        Assert.All(inApp.Where(seeker => seeker.AsksBeforeLink && seeker.AskAt >= Tochigi.CutoffAt), seeker => Assert.True(seeker.AskAt < Tochigi.Waves[0].StartsAt));

        // Some in the app ask before anybody is owed anything, hours away from the seal at the least.
        List<TransferSeeker> wishers = [.. inApp.Where(seeker => seeker.AskAt < Tochigi.CutoffAt)];
        Assert.InRange(wishers.Count(seeker => seeker.AsksBeforeLink), 50, 450);
        Assert.All(wishers, seeker => Assert.InRange(seeker.AskAt, Tochigi.BankTransfer!.OpensAt, Tochigi.CutoffAt.AddHours(-4)));
        Assert.All(applicants.Where(seeker => seeker.AsksBeforeLink), seeker => Assert.InRange(seeker.AskAt, applied.AddMinutes(20), applied.AddHours(2)));
        Assert.All(inApp.Concat(applicants).Where(seeker => !seeker.AsksBeforeLink), seeker => Assert.InRange(seeker.AskAt, Tochigi.Waves[^1].EndsAt, Tochigi.ReceiptEndsAt.AddDays(-4)));
        Assert.All([inApp, applicants], some => Assert.Equal(Enum.GetValues<Story>(), some.Select(seeker => seeker.Story).Distinct().Order()));
        Assert.All([inApp, applicants], some => Assert.Contains(some, seeker => seeker.AsksBeforeLink));
    }

    [Fact]
    public void Nobody_asks_with_his_application_so_late_that_its_link_may_have_gone_out()
    {
        DateTimeOffset inTheMorning = JapanTime.At(new DateOnly(2023, 4, 29), new TimeOnly(8, 30));

        Assert.DoesNotContain(Seekers(inTheMorning), seeker => seeker.AsksBeforeLink);
    }

    [Fact]
    public void A_campaign_without_transfers_or_without_time_for_them_has_no_seekers()
    {
        Assert.True(TransferCalendar.LeavesTime(Tochigi));
        Assert.False(TransferCalendar.LeavesTime(CampaignFiles.Read("kumamoto")));
        Assert.False(TransferCalendar.LeavesTime(Tochigi with { BankTransfer = Tochigi.BankTransfer! with { EndsAt = Tochigi.ReceiptEndsAt.AddDays(10) } }));
    }

    [Fact]
    public void Officials_work_on_the_banks_business_days_to_the_last_day_of_transfers()
    {
        List<DateOnly> days = [.. TransferCalendar.OfficeDays(Tochigi)];

        Assert.Equal((new DateOnly(2023, 5, 8), new DateOnly(2023, 6, 30), 40), (days[0], days[^1], days.Count));
    }

    private static IEnumerable<TransferSeeker> Seekers(DateTimeOffset? appliedAt) => Enumerable.Range(0, 500).Select(index => new TransferSeeker(
        seed: 7, Tochigi, [new SyntheticCoupon(string.Create(CultureInfo.InvariantCulture, $"{index:d12}"), new DateOnly(2023, 2, 24), 2_000, ChargedToApp: true, "09012345678", null)], "+819012345678", appliedAt));
}
