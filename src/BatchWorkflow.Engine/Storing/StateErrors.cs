namespace BatchWorkflow.Engine.Storing;

/// <summary>Says what is wrong with the folder of the state, and what to do about it.</summary>
internal static class StateErrors
{
    /// <summary>True for what disks and their permissions throw.</summary>
    public static bool Covers(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Why a file of the state could not be written.</summary>
    public static BatchWorkflowException Unwritable(string path, Exception cause) => Make("State.Unwritable", "written", path, cause);

    /// <summary>Why a file of the state could not be read.</summary>
    public static BatchWorkflowException Unreadable(string path, Exception cause) => Make("State.Unreadable", "read", path, cause);

    private static BatchWorkflowException Make(string id, string verb, string path, Exception cause)
    {
        (string why, string action) = Explain(path, cause);
        return new BatchWorkflowException(id, $"'{path}' cannot be {verb}: {why}.", cause) { RecommendedAction = action };
    }

    private static (string Why, string Action) Explain(string path, Exception cause)
    {
        if (FileInPlaceOfFolder(path) is { } file)
            return ($"'{file}' is a file where a folder is needed", "Move that file away, or give another -StatePath.");
        if (Directory.Exists(path))
            return ("it is a folder where a file is needed", "Move that folder away, or give another -StatePath.");
        return Code(cause) switch
        {
            DiskTrouble.Full => ("the disk is full", "Free some space, then resume the run."),
            DiskTrouble.Quota => ("the user's disk quota is used up", "Free some space or raise the quota, then resume the run."),
            DiskTrouble.ReadOnly => ("the file system is mounted read-only", "Mount it writable, or give another -StatePath."),
            DiskTrouble.Denied => ($"{Environment.UserName} may not", "Change the owner or the permissions of the state's folder, or give another -StatePath."),
            _ => (cause.Message.TrimEnd('.'), "Mend that, or give another -StatePath."),
        };
    }

    private static string? FileInPlaceOfFolder(string path)
    {
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(folder))
                return folder;
        }
        return null;
    }

    private static DiskTrouble Code(Exception cause)
    {
        if (cause is UnauthorizedAccessException)
            return DiskTrouble.Denied;
        bool windows = OperatingSystem.IsWindows();
        return cause.HResult switch
        {
            28 when !windows => DiskTrouble.Full,
            69 or 122 when !windows => DiskTrouble.Quota,
            30 when !windows => DiskTrouble.ReadOnly,
            unchecked((int)0x80070070) or unchecked((int)0x80070027) => DiskTrouble.Full,
            unchecked((int)0x80070013) => DiskTrouble.ReadOnly,
            _ => DiskTrouble.Other,
        };
    }

    private enum DiskTrouble
    {
        Other,
        Full,
        Quota,
        ReadOnly,
        Denied,
    }
}
