using BatchWorkflow.TestKit;
using BatchWorkflow.TestKit.Postgres;

// One server for all tests; each state has a schema of its own.
[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(TemporaryHome))]
