using Xunit;

namespace BatchWorkflow.TestKit.Contracts;

/// <summary>What every provider does. A provider's test class inherits it and says how it is opened and what its servers look like.</summary>
public abstract class ProviderContract : IDisposable
{
    /// <summary>The infrastructure of the tests.</summary>
    protected const string Infrastructure = "contract";

    /// <summary>The provider's factory.</summary>
    protected abstract ProviderFactory Factory { get; }

    /// <summary>The state folder of this test.</summary>
    protected TemporaryFolder State { get; } = new();

    /// <summary>The provider's settings.</summary>
    protected virtual IReadOnlyDictionary<string, object?> Settings => Values.None;

    /// <summary>A provider with any settings (one in memory) does not check them.</summary>
    protected virtual bool ChecksSettings => true;

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Create_NothingThere_IsFoundByIdentityTokenAndAll()
    {
        await using Provider provider = Open();
        ResourceState made = await CreateAsync(provider, Server("web"), "token-1");

        foreach (ResourceQuery query in (ResourceQuery[])[new(Identity: made.Identity), new(Token: "token-1"), new()])
        {
            ResourceState found = Assert.Single(await provider.FindAsync(query, default));
            Assert.Equal((made.Identity, "server", made.ProviderId), (found.Identity, found.Kind, found.ProviderId));
        }
    }

    [Fact]
    public async Task Create_SameTokenAgain_MakesNoSecond()
    {
        await using Provider provider = Open();
        ResourceState first = await CreateAsync(provider, Server("web"), "token-1");
        ResourceState second = await CreateAsync(provider, Server("web"), "token-1");

        Assert.Equal(first.ProviderId, second.ProviderId);
        Assert.Single(await provider.FindAsync(new ResourceQuery(), default));
    }

    [Fact]
    public async Task Create_SameTokenAtOnce_MakesOne()
    {
        await using Provider provider = Open();
        ResourceState[] made = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => CreateAsync(provider, Server("web"), "token-1"))));

        Assert.Single(made.Select(state => state.ProviderId).Distinct());
        Assert.Single(await provider.FindAsync(new ResourceQuery(), default));
    }

    [Fact]
    public async Task Create_AnotherIntentMadeIt_FailsWithConflict()
    {
        await using Provider provider = Open();
        await CreateAsync(provider, Server("web"), "token-1");

        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => CreateAsync(provider, Server("web"), "token-2"));
        Assert.Equal(FailureKind.Conflict, failed.Failure.Kind);
    }

    [Fact]
    public async Task Find_NothingThere_IsEmpty()
    {
        await using Provider provider = Open();
        Assert.Empty(await provider.FindAsync(new ResourceQuery(), default));
        Assert.Empty(await provider.FindAsync(new ResourceQuery(Identity: $"{Infrastructure}/web"), default));
        Assert.Empty(await provider.FindAsync(new ResourceQuery(Token: "token-1"), default));
    }

    [Fact]
    public async Task Find_AfterReopening_FindsWithTheSameProperties()
    {
        ResourceState made;
        await using (Provider first = Open())
            made = await CreateAsync(first, Server("web"), "token-1");

        await using Provider second = Open();
        ResourceState found = Assert.Single(await second.FindAsync(new ResourceQuery(), default));
        Assert.Equal(made.ProviderId, found.ProviderId);
        Assert.Equal(DiffKind.None, second.Diff(found, Server("web")).Kind);
    }

    [Fact]
    public async Task Find_OfAnotherInfrastructure_SeesNothing()
    {
        await using Provider provider = Open();
        await CreateAsync(provider, Server("web"), "token-1");

        await using Provider other = Open("contract-2");
        Assert.Empty(await other.FindAsync(new ResourceQuery(), default));
    }

    [Fact]
    public async Task Diff_NothingThere_IsMissing()
    {
        await using Provider provider = Open();
        Assert.Equal(DiffKind.Missing, provider.Diff(null, Server("web")).Kind);
    }

    [Fact]
    public async Task Diff_NothingThere_AdoptsNothingWhereCreatingMakesIt()
    {
        await using Provider provider = Open();
        Assert.Null(provider.Diff(null, Server("web")).Adopts);
    }

    [Fact]
    public async Task Diff_MachineThatIsThereAlready_TellsHowItIsReachedBeforeAndAfter()
    {
        Assert.SkipWhen(Machine("web") is null, "This provider makes all its servers.");
        ResourceSpecification wanted = Machine("web")!;
        await using Provider provider = Open();
        ResourceState before = Adopted(provider, wanted);
        Assert.Empty(await provider.FindAsync(new ResourceQuery(), default));

        ResourceState made = await CreateAsync(provider, wanted, "token-1");
        Assert.Equal(made.Facts.OrderBy(f => f.Key), before.Facts.OrderBy(f => f.Key));
        Assert.Equal((made.Identity, made.Kind), (before.Identity, before.Kind));

        await provider.ChangeAsync(new ResourceChange { Action = StepAction.Delete, Wanted = wanted, Current = made, Token = "token-2" }, default);
        Assert.Empty(await provider.FindAsync(new ResourceQuery(), default));
        Assert.Equal(before.Facts.OrderBy(f => f.Key), Adopted(provider, wanted).Facts.OrderBy(f => f.Key));
    }

    [Fact]
    public async Task Update_InPlace_KeepsTheServerAndTakesTheProperties()
    {
        await using Provider provider = Open();
        ResourceState made = await CreateAsync(provider, Server("web"), "token-1");
        ResourceDiff diff = provider.Diff(made, Changed("web"));
        Assert.Equal(DiffKind.InPlace, diff.Kind);
        Assert.NotEmpty(diff.Differences);

        ResourceChange change = new() { Action = StepAction.Update, Wanted = Changed("web"), Current = made, Token = "token-2" };
        await provider.ChangeAsync(change, default);
        await provider.ChangeAsync(change, default);

        ResourceState found = Assert.Single(await provider.FindAsync(new ResourceQuery(), default));
        Assert.Equal(made.ProviderId, found.ProviderId);
        Assert.Equal(DiffKind.None, provider.Diff(found, Changed("web")).Kind);
    }

    [Fact]
    public async Task Update_NothingThere_FailsWithNotFound()
    {
        await using Provider provider = Open();
        ResourceChange change = new() { Action = StepAction.Update, Wanted = Server("web"), Token = "token-1" };

        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => provider.ChangeAsync(change, default));
        Assert.Equal(FailureKind.NotFound, failed.Failure.Kind);
    }

    [Fact]
    public async Task Delete_TwiceAndOfNothing_Succeeds()
    {
        await using Provider provider = Open();
        ResourceState made = await CreateAsync(provider, Server("web"), "token-1");
        await CreateAsync(provider, Server("db"), "token-2");
        ResourceChange change = new() { Action = StepAction.Delete, Wanted = Server("web"), Current = made, Token = "token-3" };

        Assert.Null(await provider.ChangeAsync(change, default));
        Assert.Null(await provider.ChangeAsync(change, default));

        ResourceState left = Assert.Single(await provider.FindAsync(new ResourceQuery(), default));
        Assert.Equal($"{Infrastructure}/db", left.Identity);
    }

    [Fact]
    public async Task Create_AfterDelete_MakesAnother()
    {
        await using Provider provider = Open();
        ResourceState first = await CreateAsync(provider, Server("web"), "token-1");
        await provider.ChangeAsync(new ResourceChange { Action = StepAction.Delete, Wanted = Server("web"), Token = "token-2" }, default);

        ResourceState second = await CreateAsync(provider, Server("web"), "token-3");
        Assert.NotEqual(first.ProviderId, second.ProviderId);
    }

    [Fact]
    public async Task Validate_GoodAndUnknownSettings_NamesTheUnknownOne()
    {
        await using Provider provider = Open();
        Assert.Empty(provider.Validate(Server("web")));
        Assert.SkipUnless(ChecksSettings, "This provider takes any setting.");

        ResourceSpecification wrong = Server("web");
        wrong = wrong with { Properties = new Dictionary<string, object?>(wrong.Properties) { ["no_such_setting"] = 1L } };
        Assert.Equal("no_such_setting", Assert.Single(provider.Validate(wrong)).Setting);
    }

    /// <summary>Opens the provider on the test's state.</summary>
    protected Provider Open(string infrastructure = Infrastructure)
        => Factory.Open(new ProviderContext { Infrastructure = infrastructure, StatePath = State.Path, Settings = Settings });

    /// <summary>A server with every property that the provider takes.</summary>
    protected abstract ResourceSpecification Server(string name);

    /// <summary>The same server with something different that can be changed in place.</summary>
    protected abstract ResourceSpecification Changed(string name);

    /// <summary>A server whose machine is there before it is created and after it is deleted; null when the provider makes all its servers.</summary>
    protected abstract ResourceSpecification? Machine(string name);

    /// <summary>Removes what a test left.</summary>
    protected virtual void Dispose(bool disposing) => State.Dispose();

    private static ResourceState Adopted(Provider provider, ResourceSpecification wanted)
    {
        ResourceDiff diff = provider.Diff(null, wanted);
        Assert.Equal(DiffKind.Missing, diff.Kind);
        return Assert.IsType<ResourceState>(diff.Adopts);
    }

    private static async Task<ResourceState> CreateAsync(Provider provider, ResourceSpecification wanted, string token)
        => Assert.IsType<ResourceState>(await provider.ChangeAsync(
            new ResourceChange { Action = StepAction.Create, Wanted = wanted, Token = token }, default));
}
