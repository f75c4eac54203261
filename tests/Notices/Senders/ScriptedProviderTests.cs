using Compensation.Notices;

namespace Compensation.Tests.Notices.Senders;

/// <summary>The fake that other tests rely on keeps what the real ones promise.</summary>
public sealed class ScriptedProviderTests : NoticeSenderContract
{
    private protected override Task<ProviderRig> StartAsync() => Task.FromResult<ProviderRig>(new Rig());

    private sealed class Rig : ProviderRig
    {
        private readonly ScriptedProvider _provider = new(NoticeChannel.Sms);

        public Rig() => Set(Trouble.None);

        public override INoticeSender Sender => _provider;

        public override INoticeSender Impatient => _provider;

        public override INoticeSender Unreachable => new ScriptedProvider(NoticeChannel.Sms) { Before = (_, _) => new SendOutcome.TryLater("no connection") };

        public override string Address => "+819011112222";

        public override string BadAddress => "+819011110000";

        public override string BadAddressReason => "400 Invalid To phone number format.";

        public override void Set(Trouble trouble)
        {
            int from = _provider.Calls + 1;
            SendOutcome? answer = trouble switch
            {
                Trouble.TooMany => new SendOutcome.Throttled(RetryAfter),
                Trouble.OutOfOrder => new SendOutcome.TryLater("503"),
                Trouble.OddAnswer => new SendOutcome.Unsettled("unrecognised: 418"),
                Trouble.Deaf => new SendOutcome.Unsettled("connection lost"),
                Trouble.Asleep => new SendOutcome.Unsettled("no answer in time"),
                _ => null,
            };
            _provider.Before = (call, message) => message.To == BadAddress ? new SendOutcome.Refused(BadAddressReason) : call == from ? answer : null;
            _provider.After = (call, _) => call == from && trouble == Trouble.AnswerLost ? new SendOutcome.Unsettled("connection lost") : null;
        }

        public override Task<int> ReachedAsync(OutgoingMessage message) => Task.FromResult(_provider.Taken.Count(taken => taken.Key == message.RequestId));

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
