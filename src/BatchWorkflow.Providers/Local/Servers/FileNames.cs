using System.Text;

namespace BatchWorkflow.Providers.Local.Servers;

/// <summary>Names of people's choice as names of folders.</summary>
internal static class FileNames
{
    /// <summary>The longest that every file system takes, less what we put around it.</summary>
    public const int Longest = 200;

    /// <summary>Letters, digits, dash, underscore and inner dots stand for themselves; every other byte becomes %XX. Never hidden, never a path.</summary>
    public static string Of(string name)
    {
        StringBuilder text = new();
        foreach (byte one in Encoding.UTF8.GetBytes(name))
        {
            bool itself = char.IsAsciiLetterOrDigit((char)one) || one is (byte)'-' or (byte)'_' || (one == '.' && text.Length > 0);
            _ = itself ? text.Append((char)one) : text.Append('%').Append(one.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}
