using Compensation.Common;

namespace Compensation.Lifecycle.Preflight;

/// <summary>Whether a campaign can go live.</summary>
/// <param name="Campaign">Which.</param>
/// <param name="Ready">Whether nothing is red.</param>
/// <param name="Checks">What was tried.</param>
public sealed record PreflightResult(CampaignId Campaign, bool Ready, IReadOnlyList<PreflightCheck> Checks);

/// <summary>One thing that was tried.</summary>
/// <param name="Name">What: <c>campaign</c>, <c>testMode</c>, <c>keys</c>, <c>storage</c>, <c>clock</c>, <c>alarms</c>, <c>transfers</c> (where the campaign offers them), <c>stock</c>, <c>issuer-{name}</c>, <c>sms</c>, <c>email</c>, or where several providers have a share <c>sms-{provider}</c>, <c>email-{provider}</c>.</param>
/// <param name="Green">Whether it is well.</param>
/// <param name="Words">What was found, and where it is red, what to do.</param>
public sealed record PreflightCheck(string Name, bool Green, string Words);

/// <summary>What is asked for.</summary>
/// <param name="Phone">The operator's own number, to which an SMS is sent; without, SMS count as not tried.</param>
/// <param name="Email">The operator's own address.</param>
/// <param name="By">Who asks, where nobody is signed in.</param>
/// <param name="Reason">Why.</param>
public sealed record PreflightRequest(string? Phone = null, string? Email = null, string? By = null, string? Reason = null);
