using System.Runtime.ExceptionServices;

namespace Compensation.Campaigns;

/// <summary>Work that a timer does for one campaign after the other.</summary>
public static class EachCampaign
{
    /// <summary>What fails for one campaign keeps no other from its turn; the run has failed all the same, and says why.</summary>
    /// <param name="campaigns">In which order.</param>
    /// <param name="work">What is done for each.</param>
    /// <param name="cancellationToken">Ends the run between two campaigns.</param>
    /// <exception cref="AggregateException">It failed for several campaigns; what failed for one alone is thrown as it was.</exception>
    public static async Task EachOnItsOwnAsync<T>(this IEnumerable<T> campaigns, Func<T, Task> work, CancellationToken cancellationToken)
    {
        List<Exception> failures = [];
        foreach (T campaign in campaigns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await work(campaign);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count == 1)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }

        if (failures.Count > 1)
        {
            throw new AggregateException(failures);
        }
    }
}
