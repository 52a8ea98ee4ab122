using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Tests.Secrets;

public sealed class SealedValuesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bw-seal-");

    [Fact]
    public void Open_ValueSealedByAnotherInstance_GivesItBack()
    {
        string sealedText = new SealedValues(_folder.FullName).Seal("hunter2 ÿ \n");
        Assert.StartsWith("sealed:v1:", sealedText, StringComparison.Ordinal);
        Assert.Equal("hunter2 ÿ \n", new SealedValues(_folder.FullName).Open(sealedText));
    }

    [Fact]
    public void Seal_SameValueTwice_LooksDifferent()
    {
        SealedValues values = new(_folder.FullName);
        Assert.NotEqual(values.Seal("hunter2"), values.Seal("hunter2"));
    }

    [Fact]
    public void Seal_NewStore_MakesAKeyForItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        new SealedValues(_folder.FullName).Seal("x");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public void Open_TamperedOrForeignValue_IsAnAuthFailureThatSaysSo()
    {
        SealedValues values = new(_folder.FullName);
        string sealedText = values.Seal("hunter2");
        char last = sealedText[20];
        string tampered = sealedText[..20] + (last == 'A' ? 'B' : 'A') + sealedText[21..];
        Assert.Contains("does not open with the key", Refusal(() => values.Open(tampered)), StringComparison.Ordinal);
        Assert.Contains("is damaged", Refusal(() => values.Open("sealed:v1:AAAA")), StringComparison.Ordinal);

        File.Delete(KeyFile);
        Assert.Contains("is not there", Refusal(() => new SealedValues(_folder.FullName).Open(sealedText)), StringComparison.Ordinal);
        new SealedValues(_folder.FullName).Seal("another key");
        Assert.Contains("does not open with the key", Refusal(() => new SealedValues(_folder.FullName).Open(sealedText)), StringComparison.Ordinal);
    }

    [Fact]
    public void Seal_KeyFileLeftShortByACrash_IsWrittenAnew()
    {
        File.WriteAllText(KeyFile, "AAAA");
        SealedValues values = new(_folder.FullName);
        Assert.Equal("x", new SealedValues(_folder.FullName).Open(values.Seal("x")));
    }

    [Fact]
    public void Seal_KeyFileThatHoldsNoKey_IsRefusedAndKept()
    {
        string other = new('-', 60);
        File.WriteAllText(KeyFile, other);
        Assert.Contains("does not hold a key", Refusal(() => new SealedValues(_folder.FullName).Seal("x")), StringComparison.Ordinal);
        Assert.Equal(other, File.ReadAllText(KeyFile));
    }

    [Fact]
    public async Task Seal_ManyAtOnceInANewStore_EndWithOneKey()
    {
        using Barrier start = new(8);
        string[] sealedTexts = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Factory.StartNew(() =>
        {
            SealedValues values = new(_folder.FullName);
            start.SignalAndWait();
            return values.Seal($"value {number}");
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        SealedValues later = new(_folder.FullName);
        Assert.Equal(Enumerable.Range(0, 8).Select(number => $"value {number}"), sealedTexts.Select(later.Open));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Refusal(Action act)
    {
        Failure failure = Assert.Throws<FailureException>(act).Failure;
        Assert.Equal(FailureKind.Auth, failure.Kind);
        return failure.Message;
    }

    private string KeyFile => Path.Combine(_folder.FullName, "key");
}
