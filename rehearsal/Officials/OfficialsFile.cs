using System.Text.Json;

namespace Compensation.Rehearsal.Officials;

/// <summary>What the officials keep over a restart of the rehearsal: in a file for its owner alone, replaced as a whole.</summary>
internal sealed class OfficialsFile
{
    private readonly string _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OfficialSecrets> _kept;

    public OfficialsFile(string file)
    {
        _file = file;
        _kept = File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, OfficialSecrets>>(File.ReadAllText(file))! : new Dictionary<string, OfficialSecrets>(StringComparer.Ordinal);
    }

    /// <summary>What is kept of a person, or of somebody who has nothing yet.</summary>
    public OfficialSecrets Of(string signInName, string password) => _kept.GetValueOrDefault(signInName) ?? new OfficialSecrets(signInName, password, TotpSecret: null);

    public void Keep(OfficialSecrets secrets)
    {
        lock (_gate)
        {
            _kept[secrets.SignInName] = secrets;
            File.WriteAllText(_file + ".new", JsonSerializer.Serialize(_kept));
            File.Move(_file + ".new", _file, overwrite: true);
        }
    }
}
