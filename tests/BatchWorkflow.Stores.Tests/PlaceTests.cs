namespace BatchWorkflow.Stores.Tests;

public sealed class PlaceTests
{
    private static readonly StoreContext FromEnvironment = Places.Typed with
    {
        IsTyped = false,
        Environment = name => name switch
        {
            "DB_PASSWORD" => "s3cr3t",
            "PGHOST" => "db-2",
            "PGPORT" => "5433",
            "PGDATABASE" => "ops",
            "PGUSER" => "ann",
            _ => null,
        },
    };

    [Theory]
    [InlineData("postgres://ann@db-1/ops", "postgres://ann@db-1:5432/ops")]
    [InlineData("postgresql://ann@DB-1:6000/ops?sslmode=require&schema=team_a", "postgres://ann@DB-1:6000/ops?sslmode=Require&schema=team_a")]
    [InlineData("Host=db-1;Username=ann;Database=ops", "postgres://ann@db-1:5432/ops")]
    [InlineData("database=ops; host=db-1; user id=ann; port=5432", "postgres://ann@db-1:5432/ops")]
    [InlineData("postgres:///ops?host=/run/pg&user=ann", "postgres://ann@/ops?host=/run/pg&port=5432")]
    [InlineData("postgres://ann@[::1]:7/ops", "postgres://ann@::1:7/ops")]
    public void Find_OfADatabaseHoweverWritten_HasOneText(string text, string shown)
    {
        StoreAddress address = Places.Find(text, Places.Typed)!;
        Assert.Equal(("postgres", shown), (address.Kind, address.Text));
    }

    [Theory]
    [InlineData("postgres://ann@db-1/ops")]
    [InlineData("postgres://bob@db-1:5432/ops?sslmode=require")]
    public void Folder_OfOneDatabase_IsTheSameWhoeverConnects(string text) =>
        Assert.Equal(Path.Combine(Path.GetTempPath(), "databases", "db-1-5432-ops-batchworkflow-57806ca2"), Places.Find(text, Places.Typed)!.Folder);

    [Theory]
    [InlineData("state.db")]
    [InlineData("runs.sqlite3")]
    [InlineData("rkvs:anything")]
    public void Find_OfAFile_IsTheEmbeddedDatabase(string text)
    {
        StoreAddress address = Places.Find(text, Places.Typed)!;
        string path = Path.GetFullPath(text.Replace("rkvs:", "", StringComparison.Ordinal));
        Assert.Equal(("rkvs", path, path + ".d"), (address.Kind, address.Text, address.Folder));
    }

    [Theory]
    [InlineData("state")]
    [InlineData("/var/lib/bw")]
    [InlineData("C:\\state")]
    public void Find_OfAFolder_IsNobodys(string text) => Assert.Null(Places.Find(text, Places.Typed));

    [Theory]
    [InlineData("postgres://ann:pa55@db-1/ops")]
    [InlineData("Host=db-1;Password=pa55")]
    [InlineData("postgres://db-1/ops?password=pa55")]
    [InlineData("Host=db-1;PWD=pa55")]
    public void Find_OfATypedPassword_RefusesAndDoesNotShowIt(string text)
    {
        BatchWorkflowException refused = Assert.Throws<BatchWorkflowException>(() => Places.Find(text, Places.Typed));
        Assert.Equal("State.PlainSecret", refused.ErrorId);
        Assert.DoesNotContain("pa55", $"{refused} {refused.RecommendedAction}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db-1;Password=env:DB_PASSWORD;Username=ann;Database=ops")]
    [InlineData("postgres://ann:pa55@db-1/ops")]
    public void Find_OfASecretFromTheEnvironment_DoesNotShowIt(string text)
    {
        StoreAddress address = Places.Find(text, FromEnvironment)!;
        Assert.Equal("postgres://ann@db-1:5432/ops", address.ToString());
    }

    [Theory]
    [InlineData("Host=db-1;Password=\"pa55")]
    [InlineData("Host=db-1;Colour=pa55")]
    [InlineData("Host=db-1;Port=pa55")]
    [InlineData("postgres://ann:pa55@db 1:x/ops")]
    public void Find_OfWhatCannotBe_DoesNotShowIt(string text)
    {
        BatchWorkflowException refused = Assert.Throws<BatchWorkflowException>(() => Places.Find(text, FromEnvironment));
        Assert.Equal("State.Invalid", refused.ErrorId);
        Assert.DoesNotContain("pa55", $"{refused}", StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ByTheClientsVariables_TakesThem()
    {
        Assert.Equal("postgres://ann@db-2:5433/ops", Places.Find("postgres:", FromEnvironment)!.Text);
        Assert.Equal("State.Missing", Assert.Throws<BatchWorkflowException>(() => Places.Find("postgres:", Places.Typed)).ErrorId);
    }
}
