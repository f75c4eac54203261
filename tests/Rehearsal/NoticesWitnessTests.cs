using System.Globalization;
using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.Witness;

namespace Compensation.Tests.Rehearsal;

public sealed class NoticesWitnessTests
{
    private static readonly DateTimeOffset Booked = new(2023, 11, 27, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NextMorning = new(2023, 11, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly MemberContacts Contacts = new(3, new SyntheticMembers(3, 200));

    private readonly NoticesWitness _witness = new(Contacts);

    [Fact]
    public void Everybody_who_holds_points_and_can_be_reached_is_told_once()
    {
        int[] reachable = [.. Enumerable.Range(0, Contacts.Members.Count).Where(index => Contacts.AddressesOf(index).Any())];
        foreach (int index in reachable)
        {
            Book(index, 40, Booked);
        }

        foreach (int index in reachable)
        {
            Send(index, "40", NextMorning);
        }

        Assert.InRange(reachable.Length, 150, 199);
        Assert.Equal(new NoticesFound(reachable.Length, reachable.Length, 0, 0, 0, 0, 0, 0, 0), _witness.Findings());
        Assert.True(_witness.Findings().Clean);
    }

    [Fact]
    public void A_repeat_of_a_request_is_no_second_message_and_one_on_the_other_channel_is_a_fallback()
    {
        int index = WithBoth();
        Book(index, 1_240, Booked);
        Guid request = Guid.NewGuid();

        Send(index, "1,240", NextMorning, request);
        Send(index, "1,240", NextMorning, request);
        Send(index, "1,240", NextMorning.AddDays(1), way: 1);

        Assert.Equal(new NoticesFound(1, 1, 1, 0, 0, 0, 0, 0, 0), _witness.Findings());
    }

    [Fact]
    public void Who_is_told_twice_on_one_channel_has_a_duplicate()
    {
        Book(WithBoth(), 40, Booked);

        Send(WithBoth(), "40", NextMorning);
        Send(WithBoth(), "40", NextMorning.AddDays(1));

        Assert.Equal(1, _witness.Findings().Duplicates);
        Assert.False(_witness.Findings().Clean);
    }

    [Fact]
    public void Who_holds_points_and_is_not_told_is_a_loss_and_who_holds_none_in_the_end_is_not()
    {
        Book(WithBoth(), 40, Booked);
        Book(WithBoth(after: WithBoth()), 40, Booked);
        Book(WithBoth(after: WithBoth()), -40, Booked.AddDays(1));

        Assert.Equal(new NoticesFound(1, 0, 0, 0, 1, 0, 0, 0, 0), _witness.Findings());
    }

    [Theory]
    [InlineData("40", 23, 0)]
    [InlineData("44", 23, 1)]
    [InlineData("40", 24, 0)]
    [InlineData("44", 24, 0)]
    [InlineData("40", 25, 1)]
    [InlineData("44", 25, 0)]
    public void A_message_names_what_the_member_holds_when_it_is_sent_and_at_the_instant_of_a_booking_either(string points, int hoursAfterFirst, int wrong)
    {
        Book(WithBoth(), 40, NextMorning);
        Book(WithBoth(), 4, NextMorning.AddDays(1));

        Send(WithBoth(), points, NextMorning.AddHours(hoursAfterFirst));

        Assert.Equal(wrong, _witness.Findings().Wrong);
    }

    [Fact]
    public void A_message_before_any_points_are_booked_is_wrong()
    {
        Book(WithBoth(), 40, NextMorning.AddDays(1));

        Send(WithBoth(), "40", NextMorning);

        Assert.Equal(1, _witness.Findings().Wrong);
    }

    [Fact]
    public void Strangers_nights_and_other_words_are_found()
    {
        Book(WithBoth(), 40, Booked);

        _witness.Observe(new ProviderLine(NextMorning, "email", "nobody@example.jp", "40ポイントを付与しました。", Guid.NewGuid().ToString(), Repeat: false));
        _witness.Observe(new ProviderLine(NextMorning.AddHours(-1), "sms", AddressOf(WithBoth(), 0), "お知らせ", Guid.NewGuid().ToString(), Repeat: false));

        Assert.Equal(new NoticesFound(1, 1, 0, 0, 0, 1, 0, 1, 1), _witness.Findings());
    }

    private static int WithBoth(int after = -1) => Enumerable.Range(after + 1, Contacts.Members.Count).First(index => Contacts.AddressesOf(index).Count() == 2);

    private static string AddressOf(int index, int way) => Contacts.AddressesOf(index).ElementAt(way);

    private void Book(int index, long points, DateTimeOffset at) =>
        _witness.Observe(new PointsBooking(1, at, Guid.NewGuid(), points > 0 ? "grant" : "revocation", Contacts.Members.IdOf(index), Math.Abs(points)));

    private void Send(int index, string points, DateTimeOffset at, Guid? request = null, int way = 0)
    {
        string address = AddressOf(index, way);
        string text = string.Create(CultureInfo.InvariantCulture, $"【WESTER】キャンペーンの追加分{points}ポイントを付与しました。");
        _witness.Observe(new ProviderLine(at, address.Contains('@', StringComparison.Ordinal) ? "email" : "sms", address, text, (request ?? Guid.NewGuid()).ToString(), Repeat: false));
    }
}
