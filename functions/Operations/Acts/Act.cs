namespace Compensation.Operations.Acts;

/// <summary>Something that an operator did, or tried.</summary>
/// <param name="Id">Its place in the list.</param>
/// <param name="Operation">What, by its id in the description of the API.</param>
/// <param name="Path">On what: the address without its query.</param>
/// <param name="By">Who, by name: of whoever was signed in, else as the request says; empty where it did not say.</param>
/// <param name="Subject">Who for certain: a person's id, or <c>machine:{key}</c>.</param>
/// <param name="Reason">Why, where it said; empty once its time of keeping is over.</param>
/// <param name="From">From where: the addresses that the request came through.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Status">How it was answered; null where the process died before it was, and it may or may not have been done.</param>
/// <param name="Rows">To how many it was done, where it was an act about many: each has a row of its own.</param>
public sealed record Act(string Id, string Operation, string Path, string By, string Subject, string Reason, string From, DateTimeOffset At, int? Status, int Rows = 0);
