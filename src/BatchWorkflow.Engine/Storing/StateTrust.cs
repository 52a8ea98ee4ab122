using Microsoft.Win32.SafeHandles;

namespace BatchWorkflow.Engine.Storing;

/// <summary>Whether the scripts of a run may be kept in a folder: who can write there can have them do anything.</summary>
internal static class StateTrust
{
    private const UnixFileMode OthersWrite = UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <summary>Refuses a folder of another user than this one and root, and closes one of this user's to all others' writing.</summary>
    /// <param name="folder">The folder; it need not be there yet.</param>
    /// <returns>What is to be said when it was open until now; null when it was not.</returns>
    /// <exception cref="BatchWorkflowException">State.Untrusted.</exception>
    public static string? Demand(string folder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder))
            return null;
        using SafeFileHandle handle = UnixCalls.OpenToLook(folder);
        uint owner = UnixCalls.StatusOf(handle).Owner, self = UnixCalls.EffectiveUser();
        if (owner != self && owner != 0)
            throw Refused($"'{folder}' belongs to another user (uid {owner}), who could change what this run starts.", "Give a -StatePath of your own, or work as that user.");
        UnixFileMode mode = File.GetUnixFileMode(handle);
        if ((mode & OthersWrite) == 0)
            return null;
        string who = (mode & UnixFileMode.OtherWrite) != 0 ? "Every user" : "Its group";
        // A folder such as /tmp is everybody's on purpose.
        if (owner != self || (mode & UnixFileMode.StickyBit) != 0)
            throw Refused($"{who} can write to '{folder}', and so could change what this run starts.", "Give a -StatePath of your own, such as a folder inside it.");
        File.SetUnixFileMode(handle, mode & ~OthersWrite);
        return $"{who} could write to '{folder}', and so change what runs start. It is closed to all others now; look at what is in it if you share this machine with people whom you do not trust.";
    }

    private static BatchWorkflowException Refused(string message, string action) => new("State.Untrusted", message) { RecommendedAction = action };
}
