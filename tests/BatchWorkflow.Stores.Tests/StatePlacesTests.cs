using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Stores.Postgres;
using BatchWorkflow.Stores.Sqlite;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Stores.Tests;

public sealed class StatePlacesTests : IDisposable
{
    private static readonly Dictionary<string, StoreFactory> Stores = new() { ["rkvs"] = new RkvsStoreFactory(), ["postgres"] = new PostgresStoreFactory() };
    private readonly TemporaryFolder home = new();
    private readonly Dictionary<string, string> variables = [];

    public StatePlacesTests() => variables["XDG_STATE_HOME"] = home.Path;

    private string Platform => home["batchworkflow"];

    private StatePlaces Places => new(Stores, path => Path.GetFullPath(path, home.Path), variables.GetValueOrDefault);

    public void Dispose() => home.Dispose();

    [Fact]
    public void Resolve_Asked_WinsOverTheEnvironmentAndThatOverThePlatform()
    {
        Assert.Equal(("file", Platform), Of(null));
        variables["BATCHWORKFLOW_STATE"] = "elsewhere";
        Assert.Equal(("file", home["elsewhere"]), Of(null));
        Assert.Equal(("file", home["mine"]), Of("mine"));
        variables["BATCHWORKFLOW_STATE"] = "postgres://ann:pa55@db/ops";
        Assert.Equal(("postgres", "postgres://ann@db:5432/ops"), Of(null));
    }

    [Theory]
    [InlineData("runs.db", "rkvs")]
    [InlineData("postgres://ann@db/ops", "postgres")]
    [InlineData("Host=db;Database=ops", "postgres")]
    public void Resolve_OfATextWithAForm_TakesThatStoreWhateverTheWorkflowWants(string text, string kind)
    {
        Assert.Equal(kind, Places.Resolve(text).Kind);
        Assert.Equal(kind, Places.Resolve(text, "rkvs").Kind);
        Assert.Equal(kind, Places.Resolve(text, "postgres").Kind);
    }

    [Fact]
    public void Resolve_OfAReference_TakesTheVariable()
    {
        variables["STATE"] = "Host=db;Database=ops;Username=ann;Password=pa55";
        Assert.Equal(("postgres", "postgres://ann@db:5432/ops"), Of("env:STATE"));
        Assert.Equal("State.Missing", Refusal("env:NONE", "file").ErrorId);
    }

    [Fact]
    public void Resolve_OfAFolderWithNothingInIt_TakesWhatTheWorkflowWants()
    {
        StoreAddress address = Places.Resolve("state", "rkvs");
        Assert.Equal(("rkvs", home["state/state.db"], home["state"]), (address.Kind, address.Text, address.Folder));
        Assert.False(Directory.Exists(home["state"]));
    }

    [Fact]
    public void Note_OfAFoldersStore_IsFoundByTheNextCommand()
    {
        Places.Note("state", Places.Resolve("state", "rkvs"));
        Assert.Equal("{\n  \"format\": 1,\n  \"store\": \"rkvs\"\n}", File.ReadAllText(home["state/store.json"]).ReplaceLineEndings("\n"));
        StoreAddress found = Places.Resolve("state");
        Assert.Equal(("rkvs", home["state/state.db"], home["state"]), (found.Kind, found.Text, found.Folder));
        Assert.Equal(home["state"], Places.Resolve("state/state.db").Folder);
    }

    [Fact]
    public void Note_OfADatabaseByItsVariables_IsFoundWithoutThem()
    {
        (variables["PGHOST"], variables["PGDATABASE"], variables["PGUSER"]) = ("db", "ops", "ann");
        StoreAddress wanted = Places.Resolve(null, "postgres");
        Places.Note(null, wanted);
        variables.Remove("PGHOST");
        Assert.Equal(("postgres", "postgres://ann@db:5432/ops"), Of(null));
        Assert.Equal(wanted.Folder, Places.Resolve(null).Folder);
    }

    [Fact]
    public void Resolve_OfAFolderThatAnotherStoreKeeps_RefusesInWords()
    {
        Directory.CreateDirectory(home["state/runs/20260101-120000-abcd"]);
        BatchWorkflowException refused = Refusal("state", "rkvs");
        Assert.Equal("State.OtherStore", refused.ErrorId);
        Assert.Equal($"The workflow wants its state in the rkvs store, but the runs in '{home["state"]}' are kept by the file store.", refused.Message);
        Places.Note("other", Places.Resolve("other", "rkvs"));
        Assert.Equal("State.OtherStore", Refusal("other", "postgres").ErrorId);
    }

    [Theory]
    [InlineData("{ \"format\": 2, \"store\": \"rkvs\" }", "State.NewerFormat")]
    [InlineData("{ }", "State.Unreadable")]
    [InlineData("", "State.Unreadable")]
    [InlineData("{ \"store\": \"redis\" }", "State.StoreMissing")]
    public void Resolve_OfAFolderWhoseNoteCannotBe_RefusesInWords(string note, string id)
    {
        Directory.CreateDirectory(home["state"]);
        File.WriteAllText(home["state/store.json"], note);
        Assert.Equal(id, Refusal("state", "file").ErrorId);
    }

    private (string Kind, string Text) Of(string? asked)
    {
        StoreAddress address = Places.Resolve(asked);
        return (address.Kind, address.Text);
    }

    private BatchWorkflowException Refusal(string asked, string wanted) => Assert.Throws<BatchWorkflowException>(() => Places.Resolve(asked, wanted));
}
