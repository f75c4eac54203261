using System.Globalization;
using Compensation.Campaigns;
using Compensation.Emulators.Communication;
using Compensation.Notices;
using Compensation.Rehearsal.DoubleCharges;
using Compensation.Rehearsal.Officials;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.World;

/// <summary>Those who ring about a double charge or a doubt, the shops that are asked, and the operators who answer.</summary>
internal sealed class RehearsedCallCentre : IDisposable
{
    private readonly RehearsedWorld _world;
    private readonly ChargeNotes _notes;
    private readonly Shops _shops;
    private readonly Dictionary<string, DoubleCharge> _byNumber;
    private readonly Dictionary<string, DoubleCharge> _byAddress;
    private readonly Dictionary<ulong, DoubleCharge> _byRight = [];
    private readonly Lock _gate = new();

    /// <param name="world">Where it stands.</param>
    /// <param name="charges">Who was charged too much.</param>
    public RehearsedCallCentre(RehearsedWorld world, IReadOnlyList<DoubleCharge> charges)
    {
        (_world, Charges, _notes, Askers) = (world, charges, new ChargeNotes(world.Folder.Charges), new GenuineAskers(world));
        _shops = new Shops(charges, _notes);
        _byNumber = charges.ToDictionary(charge => charge.Number, StringComparer.Ordinal);
        _byAddress = charges.SelectMany(charge => Addresses.Of(charge.Coupon).Select(address => (address, charge))).ToDictionary(one => one.address, one => one.charge, StringComparer.Ordinal);
    }

    public IReadOnlyList<DoubleCharge> Charges { get; }

    public GenuineAskers Askers { get; }

    /// <summary>How many rights arise that the ledger does not tell of.</summary>
    public int MoreMessages => Charges.Where(charge => charge.Story.IsPutBack()).Sum(charge => charge.OwedAfter(charge.RingsAt, Campaign).Count() - charge.OwedAfter(null, Campaign).Count());

    private Campaign Campaign => _world.Campaign;

    /// <summary>What codes their owners will choose that the ledger does not tell of: by their address, how much.</summary>
    public IEnumerable<(string Address, int Balance)> PointsTaken() =>
        from charge in Charges
        where charge.Story.IsPutBack()
        from address in Addresses.Of(charge.Coupon)
        from yen in charge.OwedAfter(charge.RingsAt, Campaign)
        select (address, yen);

    public void Hear(NoticeKind? kind, EmulatedMessage message)
    {
        _shops.Hear(message);
        Askers.Hear(kind, message);
        if (_byAddress.GetValueOrDefault(message.To) is { } charge && NoticeRecogniser.TokenIn(message.Text) is { } token)
        {
            lock (_gate)
            {
                _byRight[CollectedRights.RightIn(token)] = charge;
            }
        }
    }

    /// <summary>Somebody was shown a code behind a link's token.</summary>
    public void Collected(string token, string code)
    {
        ulong right = CollectedRights.RightIn(token);
        DoubleCharge? charge;
        lock (_gate)
        {
            charge = _byRight.GetValueOrDefault(right);
        }

        if (charge is not null)
        {
            _notes.Shown(charge.Number, right, code);
        }
    }

    public void Plan(Staff staff, CancellationToken cancellationToken)
    {
        new CallDesk(_world, Campaign, staff, _notes).Plan(Charges, cancellationToken);
        _shops.Plan(_world);
        Askers.Open();
    }

    /// <summary>Tells the witness of the messages what is owed to those who rang.</summary>
    /// <returns>The coupon as it was sealed, of somebody who rang; else as it is in the ledger.</returns>
    public SyntheticCoupon Tell(IndependentWitness witness, SyntheticCoupon coupon)
    {
        if (!_byNumber.TryGetValue(coupon.InquiryNumber, out DoubleCharge? charge))
        {
            return coupon;
        }

        witness.ExpectAsked(charge.ShopAddress);
        DateTimeOffset? putBackAt = CasesWitness.PutBackAt(charge, _notes);
        if (putBackAt >= Campaign.CutoffAt)
        {
            witness.OweSupplement(coupon);
        }

        return putBackAt < Campaign.CutoffAt ? coupon with { Balance = coupon.Balance + charge.Amount } : coupon;
    }

    public CasesFound Witness()
    {
        HashSet<string> shown = [.. Charges.SelectMany(charge => _notes.CodesOf(charge.Number)).Select(code => code.Code)];
        Dictionary<string, int> values = shown.Count == 0
            ? []
            : File.ReadLines(_world.Folder.Codes).Skip(1).Select(line => line.Split(',')).Where(line => shown.Contains(line[2]))
                .ToDictionary(line => line[2], line => int.Parse(line[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return CasesWitness.Findings(Charges, _notes, code => values.GetValueOrDefault(code), Campaign);
    }

    public void Dispose()
    {
        _shops.Dispose();
        Askers.Dispose();
    }
}
