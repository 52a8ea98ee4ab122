using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchWorkflow.Engine.Storing;

/// <summary>What the store.json of a state folder says: that the folder's runs are kept by another store than its own files.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record StateFolder
{
    /// <summary>The file's name.</summary>
    public const string FileName = "store.json";

    private const int Version = 1;

    /// <summary>The form of the file.</summary>
    public int Format { get; init; } = Version;

    /// <summary>The store: rkvs, postgres.</summary>
    public required string Store { get; init; }

    /// <summary>Where it is, without secrets; null when it is in the folder.</summary>
    public string? Location { get; init; }

    /// <summary>What the file of a folder says; null when there is none, so that the folder's files are the store.</summary>
    public static StateFolder? Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(path))
                return null;
            byte[] content = File.ReadAllBytes(path);
            int form = StoredJson.Read<Form>(content).Format;
            return form <= Version ? StoredJson.Read<StateFolder>(content) : throw Newer(path, form);
        }
        catch (JsonException e)
        {
            throw new BatchWorkflowException("State.Unreadable", $"'{path}' does not tell which store keeps the state: {e.Message}.", e)
            {
                RecommendedAction = "Bring the file back from a backup, or write what it has to say, such as { \"store\": \"rkvs\" }. Without it the files of the folder are taken for the state.",
            };
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unreadable(path, e);
        }
    }

    /// <summary>Writes the file of a folder; a reader finds the old one or the new.</summary>
    public void Write(string folder)
    {
        string path = Path.Combine(folder, FileName);
        string aside = $"{path}~{Guid.NewGuid():n}";
        try
        {
            Disk.Real.CreateFolder(folder);
            using (Microsoft.Win32.SafeHandles.SafeFileHandle file = Disk.Real.Open(aside, create: true))
            {
                Disk.Real.Write(file, JsonSerializer.SerializeToUtf8Bytes(this, EngineJson.File), 0);
                Disk.Real.FlushFile(file);
            }
            Disk.Real.Rename(aside, path);
            Disk.Real.FlushFolder(folder);
        }
        catch (Exception e) when (StateErrors.Covers(e))
        {
            throw StateErrors.Unwritable(path, e);
        }
    }

    private static BatchWorkflowException Newer(string path, int format) =>
        new("State.NewerFormat", $"'{path}' was written by a newer BatchWorkflow (form {format}; this one knows up to {Version}).")
        {
            RecommendedAction = "Update BatchWorkflow on this machine.",
        };

    /// <summary>What says whether the rest can be read.</summary>
    private sealed record Form
    {
        public int Format { get; init; } = Version;
    }
}
