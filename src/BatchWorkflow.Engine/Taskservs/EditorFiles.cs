using System.Text.RegularExpressions;

namespace BatchWorkflow.Engine.Taskservs;

/// <summary>The locks, backups and swap files that editors leave beside a file while somebody works on it. They are no part of a taskserv.</summary>
internal static partial class EditorFiles
{
    /// <summary>True for a file name of Emacs, vim, nano, Kate, gedit, JetBrains or LibreOffice, or of a network file system that keeps a removed file open.</summary>
    public static bool IsOne(string name) => Patterns().IsMatch(name);

    [GeneratedRegex(@"^(\.#.+|#.+#|.+~|\..*\.sw[a-px]|\..*\.swpx|\..*\.kate-swp|4913|\.goutputstream-\w+|.+___jb_(tmp|old)___|\.~lock\..+#|\.nfs[0-9a-f]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Patterns();
}
