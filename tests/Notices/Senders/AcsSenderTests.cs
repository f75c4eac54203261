using Compensation.Notices.Acs;

namespace Compensation.Tests.Notices.Senders;

public sealed class AcsSmsSenderTests : NoticeSenderContract
{
    private protected override Task<ProviderRig> StartAsync() => new Rig().StartAsync();

    private sealed class Rig : EmulatedRig<AcsSmsSender>
    {
        public override string Address => "+819011112222";

        public override string BadAddress => "+819011110000";

        public override string BadAddressReason => "400 Invalid To phone number format.";

        protected override int OddCode => 418;
    }
}

public sealed class AcsEmailSenderTests : NoticeSenderContract
{
    private protected override Task<ProviderRig> StartAsync() => new Rig().StartAsync();

    private sealed class Rig : EmulatedRig<AcsEmailSender>
    {
        public override string Address => "hanako@example.jp";

        public override string BadAddress => "nobody";

        public override string BadAddressReason => "400 BadRequest";

        protected override int OddCode => 418;
    }
}
