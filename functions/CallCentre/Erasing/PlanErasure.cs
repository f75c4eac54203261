using System.Globalization;
using Compensation.Applications;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Transfers;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Erasing;

/// <summary>Says what erasing a person comes to, and what stands against it.</summary>
public sealed class PlanErasure(ReadPerson people, Erasures erasures, SealStore seals, KeyedHash hash, IOptions<TransferOptions> transfers, TimeProvider time)
{
    /// <returns>Null where nobody is known by the id.</returns>
    internal async Task<ErasurePlan?> HandleAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        if (await people.AllAsync(campaign, id, cancellationToken) is not { } all)
        {
            return null;
        }

        bool isSealed = await seals.FindAsync(campaign.Id, cancellationToken) is not null;
        ErasureBar[] bars = [.. all.SelectMany(one => BarsOf(campaign, one, isSealed))];
        ErasedThings things = new(
            all.Count(one => one.Right is { Contacts: not ContactKinds.None } || one.Coupon is { IsErased: false }),
            all.Sum(one => one.Messages),
            all.SelectMany(one => one.Applications).Where(one => one.ErasedAt is null).DistinctBy(one => one.Id, StringComparer.Ordinal).Count(),
            all.Count(one => one.HasWish || one.Transfer?.ProtectedForm is not null),
            all.Sum(one => one.Cases.Count(about => !about.IsForgotten)),
            all.Sum(one => one.Notes));
        return new ErasurePlan(NameOf(campaign, all, things, bars), [.. all.Select(one => one.Id)], things, bars)
        {
            Erased = await erasures.FindAsync(campaign.Id, id, cancellationToken) is { IsDone: true } done ? new ErasedFacts(done.At, done.By) : null,
            BankFiles = [.. all.Select(one => one.Transfer?.File).OfType<int>().Distinct().Order()],
            BankFilesUntil = all.Any(one => one.Transfer?.File is not null) ? campaign.BooksCloseAt + (campaign.Retention.Accounts ?? transfers.Value.KeepFor) : null,
        };
    }

    /// <summary>Whoever has looked at other things has to look again.</summary>
    private string NameOf(Campaign campaign, IReadOnlyList<PersonOnFile> all, ErasedThings things, ErasureBar[] bars) => hash.LookUpKey(
        "erasure-plan",
        string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}\n{string.Join(' ', all.Select(one => $"{one.Id}:{one.Right?.State}:{one.Transfer?.State}"))}\n{things}\n{string.Join(' ', bars.Select(bar => bar.Kind))}"))[..16];

    private IEnumerable<ErasureBar> BarsOf(Campaign campaign, PersonOnFile one, bool isSealed)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (one.Right is null && !isSealed && one.Coupon is { Coupon: var coupon } && Eligibility.Of(campaign.Eligibility, coupon) is Eligibility.Eligible { Owed: var owed })
        {
            yield return now < campaign.CutoffAt
                ? new ErasureBar(one.Id, ErasureBarKind.OwedAtCutoff) { Amount = owed, Until = campaign.CutoffAt }
                : new ErasureBar(one.Id, ErasureBarKind.BeingSealed);
        }

        if (one.Right is { } right && campaign.Kind == CampaignKind.Compensation && BarOf(campaign, right, now) is { } bar)
        {
            yield return bar;
        }

        if (one.Transfer is { State: TransferState.Review })
        {
            yield return new ErasureBar(one.Id, ErasureBarKind.TransferUnderWay) { Amount = one.Transfer.Amount };
        }

        if (one.HasWish)
        {
            yield return new ErasureBar(one.Id, ErasureBarKind.TransferWished);
        }

        if (one.Applications.Any(application => application.State.IsOpen()))
        {
            yield return new ErasureBar(one.Id, ErasureBarKind.ApplicationOpen);
        }

        if (one.Cases.Any(about => !about.IsSettled))
        {
            yield return new ErasureBar(one.Id, ErasureBarKind.CaseOpen);
        }

        if (one.IsBeingWrittenTo)
        {
            yield return new ErasureBar(one.Id, ErasureBarKind.MessageUnderWay);
        }
    }

    private static ErasureBar? BarOf(Campaign campaign, Entitlement right, DateTimeOffset now) => right.State switch
    {
        EntitlementState.Open when now < right.CollectingEndsAt(campaign) => new ErasureBar(right.Id, ErasureBarKind.NotCollected) { Amount = right.Amount, Until = right.CollectingEndsAt(campaign) },
        EntitlementState.Open => new ErasureBar(right.Id, ErasureBarKind.NotExpiredYet) { Amount = right.Amount },
        EntitlementState.Claimed => new ErasureBar(right.Id, ErasureBarKind.CodeAwaited) { Amount = right.Amount },
        EntitlementState.TransferRequested => new ErasureBar(right.Id, ErasureBarKind.TransferUnderWay) { Amount = right.Amount },
        EntitlementState.TransferFailed when now < campaign.BooksCloseAt => new ErasureBar(right.Id, ErasureBarKind.TransferCameBack) { Amount = right.Amount, Until = campaign.BooksCloseAt },
        _ => null,
    };
}
