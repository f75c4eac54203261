using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Rehearsal.World;

/// <summary>An operator who looks each day at what the machine has left to a person, and decides by a fixed rule: other names of what sounds or half fits are taken, the rest is refused.</summary>
internal sealed class ScriptedReviewer(RehearsedWorld world)
{
    private static readonly string[] Taken = ["nameNear", "surnameChanged"];
    private static readonly TimeOnly LooksAt = new(11, 0);

    /// <summary>From the day after the cutoff to the day before the receipt deadline.</summary>
    public void Plan(Campaign campaign, CancellationToken cancellationToken)
    {
        for (DateOnly day = campaign.CutoffAt.DateInJapan(); JapanTime.EndOf(day) < campaign.ReceiptEndsAt; day = day.AddDays(1))
        {
            DateTimeOffset at = JapanTime.At(day, LooksAt);
            if (at >= world.Clock.GetUtcNow())
            {
                world.At(at, () => LookAsync(cancellationToken));
            }
        }
    }

    /// <summary>What is decided leaves the list, so that its first page is read until it is empty.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        HashSet<string> decided = new(StringComparer.Ordinal);
        while (await world.Operators.ReadAsync<ReviewPage>("applications?state=inReview", cancellationToken) is { Applications: { Count: > 0 } open })
        {
            if (open.FirstOrDefault(application => !decided.Add(application.Id)) is { } stays)
            {
                throw new RehearsalFailedException($"Application {stays.Id} was decided and is in review all the same.");
            }

            foreach (ReviewedApplication application in open)
            {
                await DecideAsync(application, cancellationToken);
            }
        }
    }

    private Task DecideAsync(ReviewedApplication application, CancellationToken cancellationToken)
    {
        const string By = "審査担当";
        return Taken.Contains(application.Outcome, StringComparer.Ordinal)
            ? world.Operators.ActAsync($"applications/{application.Id}/accept", new { by = By, reason = "氏名の変更を確認" }, cancellationToken)
            : application.Outcome is "numberOnly" or "nameDiffers"
                ? world.Operators.ActAsync($"applications/{application.Id}/refuse", new { by = By, words = "お名前がクーポンの発行時のものと異なるため、ご本人の確認ができませんでした。" }, cancellationToken)
                : world.Operators.ActAsync($"applications/{application.Id}/refuse", new { by = By }, cancellationToken);
    }

    private sealed record ReviewPage(IReadOnlyList<ReviewedApplication> Applications);

    private sealed record ReviewedApplication(string Id, string Outcome);
}
