using System.Runtime.Versioning;

namespace BatchWorkflow.Providers.Local.Scripts;

/// <summary>A script's secrets as files that only their owner reads.</summary>
[UnsupportedOSPlatform("windows")]
internal static class SecretFiles
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>Writes them; gives the environment variables that name them.</summary>
    public static IReadOnlyDictionary<string, string> Write(ScriptFiles files, IReadOnlyDictionary<string, string> secrets)
    {
        Dictionary<string, string> variables = [];
        if (secrets.Count == 0)
            return variables;
        Directory.CreateDirectory(files.Secrets, OwnersFolder);
        foreach ((string name, string value) in secrets)
        {
            string variable = $"BW_SECRET_{VariableOf(name)}", file = $"{files.Secrets}/{VariableOf(name)}";
            if (!variables.TryAdd(variable, file))
                throw new FailureException(new Failure
                {
                    Kind = FailureKind.Validation,
                    Message = $"Two secrets of one script would both be {variable}; rename '{name}'.",
                });
            using StreamWriter writer = new(file, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = OwnersFile,
            });
            writer.Write(value);
        }
        return variables;
    }

    private static string VariableOf(string name)
        => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'));
}
