namespace BatchWorkflow.Engine.Tests.Views;

/// <summary>Compares what a person sees, whole, with a file of tests/fixtures/views. $BATCHWORKFLOW_GOLDEN names a folder to write anew instead.</summary>
internal static class Golden
{
    public static void Equal(string name, string actual)
    {
        if (Environment.GetEnvironmentVariable("BATCHWORKFLOW_GOLDEN") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, name), actual);
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "views", name)), actual);
    }
}
