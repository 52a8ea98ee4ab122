BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'New-BatchWorkflow' {
    It 'writes a workflow that runs at once' {
        $files = New-BatchWorkflow $TestDrive/site -InformationAction Ignore
        $files.Name | Should -Contain workflow.yaml
        $files | Out-String | Should -Match 'Directory: .*site'
        $files.LastWriteTime | ForEach-Object { $_ | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-5)) }
        (Submit-BatchWorkflow $TestDrive/site/workflow.yaml).Succeeded | Should -BeTrue
        (Submit-BatchWorkflow $TestDrive/site/workflow.yaml).StepsChanged | Should -Be 0
    }

    It 'names the workflow after its folder' {
        New-BatchWorkflow "$TestDrive/My Site" -InformationAction Ignore | Out-Null
        (New-BatchPlan "$TestDrive/My Site/workflow.yaml").Workflow | Should -Be my-site
    }

    It 'overwrites nothing' {
        New-Item $TestDrive/full -ItemType Directory
        Set-Content $TestDrive/full/workflow.yaml mine
        { New-BatchWorkflow $TestDrive/full } | Should -Throw -ErrorId 'BatchWorkflow.Workflow.Exists,*'
        Get-Content $TestDrive/full/workflow.yaml | Should -Be mine
        Test-Path $TestDrive/full/infrastructure.yaml | Should -BeFalse
    }

    It 'writes nothing with -WhatIf' {
        New-BatchWorkflow $TestDrive/none -WhatIf
        Test-Path $TestDrive/none | Should -BeFalse
    }
}
