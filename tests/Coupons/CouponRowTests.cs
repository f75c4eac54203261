using System.Reflection;
using Azure;
using Compensation.Coupons;
using Compensation.Entitlements;

namespace Compensation.Tests.Coupons;

/// <summary>A coupon is what the files that count have made of it, whichever of them are taken back.</summary>
public sealed class CouponRowTests
{
    private static readonly string[] s_kept = [nameof(CouponRow.PartitionKey), nameof(CouponRow.RowKey), nameof(CouponRow.Timestamp), nameof(CouponRow.ETag), nameof(CouponRow.Number), nameof(CouponRow.Attempt), nameof(CouponRow.Inquiry)];

    [Fact]
    public void What_a_file_has_changed_is_as_it_was_before_while_the_file_does_not_count()
    {
        CouponRow before = Filled("first");
        EveryProperty.IsSet(before, new CouponRow(), nameof(CouponRow.Earlier), nameof(CouponRow.Long));
        CouponRow after = before.Next("second");
        foreach (PropertyInfo property in Stored().Where(property => !s_kept.Contains(property.Name, StringComparer.Ordinal) && property.Name is not (nameof(CouponRow.File) or nameof(CouponRow.Earlier) or nameof(CouponRow.Long))))
        {
            property.SetValue(after, property.PropertyType == typeof(bool) ? false : null);
        }

        CouponRow restored = after.AsOf(new HashSet<string>(["first"], StringComparer.Ordinal))!;

        Assert.All(Stored(), property => Assert.Equal((property.Name, property.GetValue(before)), (property.Name, property.GetValue(restored))));
        Assert.Same(after, after.AsOf(new HashSet<string>(["first", "second"], StringComparer.Ordinal)));
        Assert.Null(after.AsOf(new HashSet<string>(["third"], StringComparer.Ordinal)));
        Assert.Equal(["second", "first"], after.MadeBy());
    }

    [Fact]
    public void Of_many_files_the_newest_that_counts_is_believed_and_all_that_made_it_are_known()
    {
        CouponRow row = Filled("f1");
        for (int file = 2; file <= 12; file++)
        {
            row = row.Next($"f{file}");
            row.Balance = file;
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(file => $"f{file}").Reverse(), row.MadeBy());
        CouponRow seventh = row.AsOf(new HashSet<string>(["f2", "f5", "f7"], StringComparer.Ordinal))!;
        Assert.Equal(("f7", 7), (seventh.File, seventh.Balance));
        Assert.Equal(Enumerable.Range(1, 7).Select(file => $"f{file}").Reverse(), seventh.MadeBy());
        CouponRow fifth = seventh.AsOf(new HashSet<string>(["f5"], StringComparer.Ordinal))!;
        Assert.Equal(("f5", 5), (fifth.File, fifth.Balance));
    }

    [Fact]
    public void Without_its_holder_a_coupon_and_all_that_it_was_say_nothing_personal()
    {
        CouponRow erased = Filled("first").Next("second").WithoutHolder();
        CouponRow earlier = erased.AsOf(new HashSet<string>(["first"], StringComparer.Ordinal))!;

        Assert.All([erased, earlier], row => Assert.Equal((string.Empty, null, null, 0), (row.Inquiry, row.Holder, row.Contact, row.Contacts)));
        Assert.All([erased, earlier], row => Assert.Equal(("number", "facts", 500L), (row.Number, row.Facts, row.Balance)));
    }

    private static CouponRow Filled(string file) => new()
    {
        PartitionKey = "kumamoto:01",
        RowKey = CouponRow.KeyOf(EntitlementId.FromValue(7)),
        Timestamp = DateTimeOffset.UnixEpoch,
        ETag = new ETag("\"1\""),
        Number = "number",
        Attempt = 1,
        Inquiry = "ciphertext of the number",
        File = file,
        Facts = "facts",
        Superseded = "earlier facts",
        Expiry = "2023-02-24",
        ImportedBalance = 1000,
        Balance = 500,
        Adjustments = 2,
        ChargedToApp = true,
        Extended = true,
        Restored = 100,
        LeftApp = true,
        FaceValue = 3000,
        Holder = "ciphertext of the holder",
        Contacts = 3,
        Contact = "ciphertext of the contact",
    };

    private static IEnumerable<PropertyInfo> Stored() => typeof(CouponRow).GetProperties(BindingFlags.Public | BindingFlags.Instance);
}
