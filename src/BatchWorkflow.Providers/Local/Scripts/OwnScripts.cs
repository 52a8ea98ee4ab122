using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>The scripts that this process started and that have not ended, whichever connection started them.</summary>
[UnsupportedOSPlatform("windows")]
internal static class OwnScripts
{
    private static readonly ConcurrentDictionary<string, Lazy<OwnScript>> Scripts = new();

    /// <summary>The script of a folder, when it is ours and has not ended.</summary>
    public static bool TryFind(ScriptFiles files, [NotNullWhen(true)] out OwnScript? found)
    {
        found = Scripts.TryGetValue(files.Folder, out Lazy<OwnScript>? script) ? script.Value : null;
        return found is not null;
    }

    /// <summary>Starts a script, unless it already runs.</summary>
    public static void Start(ScriptFiles files, Func<OwnScript> start)
    {
        Lazy<OwnScript> script = null!;
        script = new Lazy<OwnScript>(() =>
        {
            OwnScript own = start();
            _ = ForgetAsync(own);
            return own;
        });
        try
        {
            _ = Scripts.GetOrAdd(files.Folder, script).Value;
        }
        catch (Exception)
        {
            Forget();
            throw;
        }

        async Task ForgetAsync(OwnScript own)
        {
            await own.Settled.ContinueWith(static _ => { }, TaskScheduler.Default);
            Forget();
        }

        void Forget() => Scripts.TryRemove(new KeyValuePair<string, Lazy<OwnScript>>(files.Folder, script));
    }
}
