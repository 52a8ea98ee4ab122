namespace BatchWorkflow.StandIn.Configuration;

/// <summary>Reads the text of a configuration file.</summary>
internal static class ConfigFile
{
    // No configuration of these services comes near it; a wrong path to something huge ends in a clear error.
    private const long MostBytes = 1 << 20;

    /// <summary>The file's text.</summary>
    public static string Text(string file)
    {
        try
        {
            FileInfo info = new(file);
            if (info.Exists && info.Length > MostBytes)
                throw new ConfigurationException(file, 1, "the file is larger than 1 MiB");
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(file, 1, $"the file cannot be read: {Reason(exception)}");
        }
    }

    /// <summary>The file's lines with their numbers, without comments that begin with one of <paramref name="marks"/> at the start of a line.</summary>
    public static IEnumerable<(int Number, string Text)> Lines(string file, string marks) =>
        Text(file).Split('\n').Select((text, index) => (Number: index + 1, Text: text.Trim()))
            .Where(line => line.Text.Length > 0 && !marks.Contains(line.Text[0], StringComparison.Ordinal));

    private static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it is not there",
        UnauthorizedAccessException => "access is denied, or it is a folder",
        _ => exception.Message,
    };
}
