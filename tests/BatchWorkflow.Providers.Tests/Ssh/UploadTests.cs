using System.Security.Cryptography;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>Large files of scripts on their way to a server.</summary>
public sealed class UploadTests : SshTest
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>So that its log tells of each session what it is for.</summary>
    protected override IReadOnlyList<string> Options => ["LogLevel VERBOSE"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Turns("ssh.sftp")]
    public async Task Upload_LargeFile_TakesNoMemoryOfItsSize(bool sftp)
    {
        string taskserv = await WriteAsync(150 * Mebibyte);
        await using Connection connection = Open(sftp);
        await SaysAsync(connection, "true");
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        Task<IReadOnlyList<string>> upload = SaysAsync(connection, taskserv);
        while (!upload.IsCompleted)
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            await Task.WhenAny(upload, Task.Delay(200));
        }
        Assert.Equal([await SumAsync(taskserv)], await upload);
        Assert.InRange(most, 0, 100 * Mebibyte);
        Assert.Equal(sftp, (await File.ReadAllTextAsync($"{Server.Folder}/log")).Contains("subsystem 'sftp'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_AnswersAreLate_GoesOnSending(bool sftp)
    {
        await using TardyRelay relay = new(Server.Port, Mebibyte, Mebibyte + (Mebibyte / 2));
        await File.AppendAllTextAsync(Server.KnownHosts, (await File.ReadAllTextAsync(Server.KnownHosts)).Replace($":{Server.Port} ", $":{relay.Port} ", StringComparison.Ordinal));
        string taskserv = await WriteAsync(8 * Mebibyte);
        await using Connection connection = Server.Open(settings => (settings["sftp"], settings["port"]) = (sftp, (long)relay.Port));
        Assert.Equal([await SumAsync(taskserv)], await SaysAsync(connection, taskserv));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_DiskIsFull_SaysSoAndLeavesNothing(bool sftp)
    {
        if (Environment.UserName != "root")
            Components.Lacks("root", "only root can make a small disk for the test");
        Directory.CreateDirectory(Server.Files);
        await SshServer.RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", Server.Files);
        try
        {
            string taskserv = await WriteAsync(20 * Mebibyte);
            await using Connection connection = Open(sftp);
            for (int i = 0; i < 2; i++)
            {
                Failure failure = (await Assert.ThrowsAsync<FailureException>(() => connection.StartAsync(ScriptOf(taskserv), default))).Failure;
                Assert.Equal(FailureKind.Quota, failure.Kind);
                Assert.Contains("is full", failure.Message, StringComparison.Ordinal);
            }
            Assert.Empty(Directory.GetDirectories($"{Server.Files}/files"));
            Assert.Empty(Pieces());
            Assert.Equal(["in"], await SaysAsync(connection, "echo in"));
        }
        finally
        {
            await SshServer.RunAsync("umount", "--lazy", Server.Files);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_ConnectionIsCutTwice_ArrivesAndLeavesNoPiece(bool sftp)
    {
        string taskserv = await WriteAsync(100 * Mebibyte);
        await using Connection connection = Open(sftp);
        await SaysAsync(connection, "true");
        Task<IReadOnlyList<string>> upload = SaysAsync(connection, taskserv);
        for (int i = 0; i < 2; i++)
        {
            long size = i;
            await UntilAsync(() => upload.IsCompleted || Arrived() > Mebibyte + size);
            await Server.CutAsync();
        }
        Assert.Equal([await SumAsync(taskserv)], await upload);
        Assert.Single(Directory.GetDirectories($"{Server.Files}/files"));
        Assert.Empty(Pieces());
    }

    [Fact]
    public async Task Upload_OthersLeftPieces_GoOnceTheyHaveNotGrownForAnHour()
    {
        string files = Directory.CreateDirectory($"{Server.Files}/files").FullName;
        Directory.CreateDirectory($"{files}/.new-old");
        Directory.SetLastWriteTimeUtc($"{files}/.new-old", DateTime.UtcNow.AddHours(-2));
        Directory.CreateDirectory($"{files}/.new-young");
        await using Connection connection = Open(sftp: false);
        await SaysAsync(connection, await WriteAsync(1));
        Assert.False(Directory.Exists($"{files}/.new-old"));
        Assert.True(Directory.Exists($"{files}/.new-young"));
    }

    private IEnumerable<string> Pieces() => Directory.EnumerateFiles(Server.SftpHome, ".batchworkflow-*");

    private static async Task UntilAsync(Func<bool> reached)
    {
        for (int i = 0; i < 3000 && !reached(); i++)
            await Task.Delay(10);
        Assert.True(reached());
    }

    private static async Task<string> SumAsync(string taskserv)
    {
        await using FileStream content = File.OpenRead($"{taskserv}/large.bin");
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content));
    }

    private long Arrived() => Pieces().Concat(Directory.EnumerateFiles(Server.Files, "large.bin", SearchOption.AllDirectories)).Sum(file => new FileInfo(file).Length);

    private Connection Open(bool sftp) => Server.Open(settings => settings["sftp"] = sftp);

    private async Task<string> WriteAsync(int size)
    {
        string taskserv = Directory.CreateDirectory(Folder["taskserv"]).FullName;
        byte[] piece = RandomNumberGenerator.GetBytes(Math.Min(size, Mebibyte));
        await using (FileStream large = File.Create($"{taskserv}/large.bin"))
            for (int i = 0; i < Math.Max(1, size / Mebibyte); i++)
                await large.WriteAsync(piece);
        await File.WriteAllTextAsync($"{taskserv}/create.sh", "sha256sum <\"$BW_FILES/large.bin\" | cut -d' ' -f1\n");
        return taskserv;
    }

    private ScriptRequest ScriptOf(string taskserv) => Request("") with { Command = null, File = $"{taskserv}/create.sh", FilesFolder = taskserv };

    private new async Task<IReadOnlyList<string>> SaysAsync(Connection connection, string taskserv)
    {
        if (!Path.IsPathRooted(taskserv))
            return await base.SaysAsync(connection, taskserv);
        (int? code, IReadOnlyList<string> output, IReadOnlyList<string> errors) = await RunAsync(connection, ScriptOf(taskserv));
        Assert.Equal([], errors);
        Assert.Equal(0, code);
        return output;
    }
}
