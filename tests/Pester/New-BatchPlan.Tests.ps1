BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'New-BatchPlan' {
    It 'gives each step with an action and a reason' {
        $plan = New-BatchPlan (New-SampleWorkflow)
        $plan.Steps.Id | Should -Be provider.local/port_range, make/s1, install/thing@s1
        $plan.Steps.Reason | Should -Not -BeNullOrEmpty
        $plan.CriticalPath.Count | Should -Be 3
    }

    It 'is shown as text without control characters where it is not a terminal' {
        $text = New-BatchPlan (New-SampleWorkflow) | Out-String
        $text | Should -BeLike '*install/thing@s1*'
        $text | Should -Not -Match '\e'
    }

    It 'changes nothing' {
        $before = @(Get-ChildItem $env:BATCHWORKFLOW_STATE -Recurse -ErrorAction Ignore).Count
        New-BatchPlan (New-SampleWorkflow) | Out-Null
        @(Get-ChildItem $env:BATCHWORKFLOW_STATE -Recurse -ErrorAction Ignore).Count | Should -Be $before
    }

    It 'can be submitted' {
        (New-BatchPlan (New-SampleWorkflow) -Refresh | Submit-BatchWorkflow).Succeeded | Should -BeTrue
    }

    It 'says which workflow it misses' {
        { New-BatchPlan } | Should -Throw -ErrorId 'BatchWorkflow.Definition.Missing,*'
    }
}
